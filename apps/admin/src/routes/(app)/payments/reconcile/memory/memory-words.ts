import type { MatchMemoryEntry } from '@onfact-ponto/api-contract';
import { formatAccountNumber } from '#lib/format/account-number.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import { ruleInWords } from '#lib/reconciliation/reason-words.ts';

const kinds = {
  iban: 'memory.kind.iban',
  name: 'memory.kind.name',
  old_reference: 'memory.kind.old_reference',
  no_document: 'memory.kind.no_document',
  denied_iban: 'memory.kind.denied_iban',
  rejected_pair: 'memory.kind.rejected_pair',
  rule_trust: 'memory.kind.rule_trust',
} as const;

/** A kind that is newer than these words keeps its own name: it must stay readable to be erasable. */
export function memoryKindInWords(kind: string, t: Translate): string {
  return kind in kinds ? t(kinds[kind as keyof typeof kinds]) : kind;
}

export function memoryValue({ kind, value }: Pick<MatchMemoryEntry, 'kind' | 'value'>, t: Translate): string {
  if (kind === 'rule_trust') return ruleInWords(value, t);
  return kind === 'iban' || kind === 'denied_iban' || kind === 'no_document' ? formatAccountNumber(value) : value;
}
