import type { BankAccount, Connection } from '@onfact-ponto/api-contract';
import { describe, expect, it } from 'vitest';
import { pontoStatus } from './status.ts';

const now = Date.parse('2026-11-23T13:00:00Z');

describe('the state of the link', () => {
  it('tells apart a link that Ponto ended from a consent that a bank ended', () => {
    expect(pontoStatus(given({ state: 'needs_reconnect', accounts: ['expired'] }), now).kind).toBe('revoked');
    expect(pontoStatus(given({ state: 'blocked', accounts: ['expired'] }), now).kind).toBe('blocked');
    expect(pontoStatus(given({ state: 'paused', accounts: ['expired'] }), now).kind).toBe('paused');
    expect(pontoStatus(given({ accounts: ['expired', 'linked'] }), now)).toMatchObject({
      kind: 'expired',
      isEveryAccount: false,
    });
    expect(pontoStatus(given({ accounts: ['expired', 'expired'] }), now)).toMatchObject({
      kind: 'expired',
      isEveryAccount: true,
    });
  });

  it('speaks of what has ended before what will end', () => {
    expect(pontoStatus(given({ accounts: ['expires_soon', 'expired'] }), now).kind).toBe('expired');
    expect(pontoStatus(given({ accounts: ['expires_soon', 'linked'] }), now)).toMatchObject({
      kind: 'expires_soon',
      daysLeft: 12,
    });
  });

  it('does not count accounts that are no longer shared', () => {
    expect(pontoStatus(given({ accounts: ['linked', 'not_shared'] }), now)).toEqual({
      kind: 'working',
      accountCount: 1,
    });
    expect(pontoStatus(given({ accounts: ['expired', 'not_shared'] }), now)).toMatchObject({ isEveryAccount: true });
  });

  it('does not call it working when nothing is shared any more, which is not so before the first accounts are read', () => {
    expect(pontoStatus(given({ accounts: ['not_shared', 'statements_only'] }), now).kind).toBe('nothing_shared');
    expect(pontoStatus(given({ accounts: ['statements_only'] }), now).kind).toBe('working');
    expect(pontoStatus(given({ accounts: [] }), now).kind).toBe('working');
  });

  it('is not linked before an account exists', () => {
    for (const state of ['activated', 'authorizing'] as const)
      expect(pontoStatus(given({ state, accounts: [] }), now)).toEqual({
        kind: 'not_linked',
        isAtPonto: state === 'authorizing',
      });
    expect(pontoStatus(given({ state: 'not_active', accounts: [] }), now).kind).toBe('not_active');
  });
});

function given({
  state = 'active',
  accounts,
}: {
  state?: Connection['state'];
  accounts: BankAccount['state'][];
}): Connection {
  const bankAccounts = accounts.map((accountState) => ({
    state: accountState,
    authorizationExpiresAt: '2026-12-05T10:00:00Z',
  }));
  return { state, bankAccounts } as unknown as Connection;
}
