import { expect, it } from 'vitest';
import { readChoice, valueOf } from './account-choice.ts';

it('survives a form', () => {
  const choice = { type: 'payment_account', id: '12:3', name: 'Zicht', reference: null, currency: 'EUR' } as const;
  expect(readChoice(valueOf(choice))).toEqual({ type: 'payment_account', id: '12:3' });
  expect(readChoice(valueOf({ type: 'skip' }))).toEqual({ type: 'skip' });
});

it('writes nothing when nobody knows what was meant', () => {
  expect(['', 'bank_account:', 'other:1'].map(readChoice)).toEqual(Array(3).fill({ type: 'skip' }));
});
