import type { StatementImport } from '@onfact-ponto/api-contract';

/** A choice as the value of a form field: "bank_account:…", "payment_account:…" or "skip". */

export type UnknownAccount = StatementImport['unknownAccounts'][number];
type Choice = { type: 'bank_account' | 'payment_account' | 'skip'; id?: string };

export function valueOf(choice: NonNullable<UnknownAccount['choice']>): string {
  return choice.type === 'skip' ? 'skip' : `${choice.type}:${choice.id}`;
}

/** Whatever is no account is skipped: that writes nothing. */
export function readChoice(value: string): Choice {
  const [, type, id] = /^(bank_account|payment_account):(.+)$/.exec(value) ?? [];
  return (type === 'bank_account' || type === 'payment_account') && id !== undefined ? { type, id } : { type: 'skip' };
}
