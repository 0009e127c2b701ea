import type { TransactionStatus } from '@onfact-ponto/api-contract';
import type { Mark } from '#lib/components/StateMark.svelte';

export const markOfStatus: Record<TransactionStatus, Mark> = {
  to_process: 'open',
  proposed: 'dot',
  matched_automatically: 'auto',
  matched: 'check',
  partly_matched: 'half',
  ignored: 'stroke',
  doubtful: 'triangle',
};
