import { PaymentMethod } from '@onfact-ponto/api-contract';
import { formText } from '#lib/form-text.ts';
import { mostTransfers, readEuro, type Wish } from './wish.ts';

/** What keeps a wish from being reviewed at all. */
export type WishFault = Readonly<{
  code: 'none_picked' | 'too_many' | 'qr_takes_one' | 'amount_unreadable';
  typed: string;
  payableId: string | null;
}>;

export function readWish(form: FormData): Wish {
  return {
    method: PaymentMethod.catch('ponto').parse(formText(form, 'method')),
    bankAccountId: formText(form, 'bankAccountId'),
    executionDate: /^\d{4}-\d{2}-\d{2}$/.exec(formText(form, 'executionDate'))?.[0] ?? '',
    batchBookingPreferred: form.has('batchBookingPreferred'),
    picks: form
      .getAll('pick')
      .filter((payableId) => typeof payableId === 'string')
      .map((payableId) => ({ payableId, typed: formText(form, `amount:${payableId}`) })),
  };
}

export function faultsOf({ method, picks }: Wish): WishFault[] {
  const whole = (code: WishFault['code']): WishFault => ({ code, typed: '', payableId: null });
  if (picks.length === 0) return [whole('none_picked')];
  if (picks.length > mostTransfers) return [whole('too_many')];
  if (method === 'qr' && picks.length > 1) return [whole('qr_takes_one')];
  return picks
    .filter(({ typed }) => readEuro(typed) === undefined)
    .map(({ payableId, typed }) => ({ code: 'amount_unreadable', typed, payableId }));
}

/** For the api. Only of a wish without faults. */
export function bodyOf({ executionDate, picks, ...wish }: Wish) {
  return {
    ...wish,
    executionDate: executionDate === '' ? null : executionDate,
    transfers: picks.map(({ payableId, typed }) => ({ payableId, amount: readEuro(typed) ?? '' })),
  };
}
