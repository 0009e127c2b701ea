import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebhookEvent, type PontoWebhookEvent, type PontoWebhookEventKind } from './webhook-event.ts';

/** What each kind must tell besides its organization. */
const told: Readonly<Record<PontoWebhookEventKind, readonly string[]>> = {
  'synchronization.succeededWithoutChange': ['accountId', 'synchronizationId', 'synchronizationSubtype'],
  'synchronization.failed': ['accountId', 'synchronizationId', 'synchronizationSubtype'],
  'account.detailsUpdated': ['accountId', 'synchronizationId'],
  'account.transactionsCreated': ['accountId', 'synchronizationId', 'count'],
  'account.transactionsUpdated': ['accountId', 'synchronizationId', 'count'],
  'account.pendingTransactionsCreated': ['accountId', 'synchronizationId', 'count'],
  'account.pendingTransactionsUpdated': ['accountId', 'synchronizationId', 'count'],
  'account.reauthorized': ['accountId'],
  'integration.created': [],
  'integration.revoked': [],
  'integration.accountAdded': ['accountId'],
  'integration.accountRevoked': ['accountId'],
  'organization.blocked': [],
  'organization.unblocked': [],
  'paymentRequest.closed': ['accountId', 'paymentRequestId'],
};
const everything = {
  organizationId: 'organization-1',
  accountId: 'account-1',
  synchronizationId: 'synchronization-1',
  paymentRequestId: 'paymentRequest-1',
  synchronizationSubtype: 'accountTransactions',
  count: 3,
};

describe.each(Object.entries(told))('an event %s', (kind, names) => {
  it('tells its ids, and keeps all that was sent', () => {
    const sent = document({ type: `pontoConnect.${kind}` });
    const { raw, ...event } = read(sent);
    const expected = ['organizationId', ...names].map((name) => [name, everything[name as keyof typeof everything]]);
    expect(event).toEqual({
      id: 'event-1',
      type: `pontoConnect.${kind}`,
      kind,
      createdAt: new Date('2026-11-20T07:01:12.345Z'),
      signatureId: 'signature-1',
      ...Object.fromEntries(expected),
    });
    expect(raw).toEqual(sent);
  });

  it('without one of its ids is kept as unknown', () => {
    for (const name of ['organizationId', ...names].filter((id) => id.endsWith('Id'))) {
      const sent = document({ type: `pontoConnect.${kind}`, without: name.replace(/Id$/, '') });
      expect(read(sent)).toMatchObject({ kind: 'unknown', type: `pontoConnect.${kind}`, raw: sent });
    }
  });
});

it.each(['pontoConnect.moon.rose', 'xs2a.synchronization.failed', 'toString', '__proto__', 'pontoConnect.constructor'])(
  'keeps a type that nobody knew when this was written: %s',
  (type) => {
    expect(read(document({ type }))).toMatchObject({
      kind: 'unknown',
      type,
      organizationId: 'organization-1',
      accountId: 'account-1',
    });
  },
);

it('understands what it needs whatever else is added or damaged', () => {
  const noise = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(noise, noise, fc.jsonValue(), (attributes, relationships, createdAt) => {
      const { data } = document({ type: 'pontoConnect.integration.revoked' });
      const sent = {
        data: {
          ...data,
          attributes: { ...attributes, createdAt },
          relationships: { ...relationships, organization: data.relationships.organization },
        },
      };
      expect(read(sent)).toMatchObject({ kind: 'integration.revoked', organizationId: 'organization-1' });
    }),
  );
});

it.each<[string, string | Uint8Array]>([
  ['no JSON', 'ponto'],
  ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22])],
  ['a list', '[]'],
  ['an event without an id', '{"data":{"type":"pontoConnect.integration.created"}}'],
  ['an event without a type', '{"data":{"id":"event-1"}}'],
  ['nesting without end', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('refuses %s', (_what, body) => {
  expect(() => readWebhookEvent(Buffer.from(body), 'signature-1')).toThrow();
});

it('lets the kind decide which ids there are', () => {
  const describeEvent = (event: PontoWebhookEvent): string => {
    switch (event.kind) {
      case 'paymentRequest.closed':
        return event.paymentRequestId;
      case 'account.transactionsCreated':
        return `${event.synchronizationId}: ${event.count ?? 'some'}`;
      default:
        return event.kind;
    }
  };
  expect(describeEvent(read(document({ type: 'pontoConnect.account.transactionsCreated' })))).toBe(
    'synchronization-1: 3',
  );
});

function read(sent: object): PontoWebhookEvent {
  return readWebhookEvent(Buffer.from(JSON.stringify(sent)), 'signature-1');
}

function document({ type, without }: { type: string; without?: string }) {
  const names = ['organization', 'account', 'synchronization', 'paymentRequest'].filter((name) => name !== without);
  const related = names.map((name) => [name, { data: { type: name, id: `${name}-1` } }]);
  return {
    data: {
      id: 'event-1',
      type,
      attributes: { createdAt: '2026-11-20T07:01:12.345Z', count: 3, synchronizationSubtype: 'accountTransactions' },
      relationships: Object.fromEntries(related) as Record<string, object>,
    },
  };
}
