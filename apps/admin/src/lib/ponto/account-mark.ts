import type { BankAccount } from '@onfact-ponto/api-contract';
import type { Mark } from '#lib/components/StateMark.svelte';

export const markOfAccount: Record<BankAccount['state'], Mark> = {
  linked: 'check',
  waiting_for_bank: 'clock',
  expires_soon: 'clock',
  expired: 'octagon',
  revoked: 'octagon',
  bank_error: 'triangle',
  not_shared: 'stroke',
  statements_only: 'open',
};
