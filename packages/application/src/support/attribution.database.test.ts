import { findLiveConnection, inCompany, lockLiveConnection, schema } from '@onfact-ponto/db';
import { formatStructuredCommunication } from '@onfact-ponto/primitives';
import type { StructuredCommunication } from '@onfact-ponto/primitives';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { provisionCompany } from '../company/provision-company.ts';
import { getConnection } from '../connection/get-connection.ts';
import { moveConnection } from '../connection/move-connection.ts';
import type { Context } from '../context.ts';
import type { ConnectionEvent } from '../connection/connection-state.ts';
import { publishAllocation } from '../reconciliation/publish-allocation.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { refreshOpenDocuments } from '../reconciliation/refresh-open-documents.ts';
import { connect, givenContext, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { faultTexts } from './fault-words.ts';
import { faults } from './fault.ts';
import type { FaultCode } from './fault.ts';

/** Each kind of failure is provoked for real, pulled for real, and must end at the right class, words and address. */

let world: TestWorld;
let context: Context;
let accountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  world.onfact.world.reset();
  context = await givenCompanyWithBooks();
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  world.ponto.world.synchronizeNow(accountId);
  await connect(context, [accountId]);
  await pullDue(world);
  await refreshOpenDocuments(context);
});

type Row = {
  class: (typeof faults)[FaultCode]['class'];
  address: 'ponto' | 'us';
  words: { nl: string; fr: string; en: string };
  evidence?: object;
  provoke: () => Promise<unknown>;
};
type Effect = Parameters<TestWorld['ponto']['world']['injectFault']>[0]['effect'];

const rows: Partial<Record<FaultCode, readonly [what: string, row: Row][]>> = {
  ponto_unreachable: [503, 500].map((status) => [
    `Ponto answers ${status}`,
    {
      ...ofPonto('us', { nl: 'Ponto antwoordt niet', fr: 'ne répond pas', en: 'does not answer' }),
      evidence: { status, requestId: expect.any(String), state: 'active' },
      provoke: () => pullWith({ kind: 'status', status }),
    },
  ]),
  ponto_busy: [
    [
      'Ponto answers 429',
      {
        ...ofPonto('us', { nl: 'te druk', fr: 'surchargé', en: 'too busy' }),
        evidence: { status: 429 },
        provoke: () => pullWith({ kind: 'status', status: 429 }),
      },
    ],
  ],
  ponto_unexpected_answer: [
    [
      'a page stands where JSON should',
      {
        ...ofPonto('us', { nl: 'niet begrijpen', fr: 'ne comprenons pas', en: 'do not understand' }),
        provoke: () => pullWith({ kind: 'html' }),
      },
    ],
  ],
  ponto_refused: [
    [
      'Ponto answers 400',
      {
        ...ofPonto('us', { nl: 'weigert onze vraag', fr: 'refuse notre demande', en: 'refuses our request' }),
        evidence: { status: 400 },
        provoke: () => pullWith({ kind: 'status', status: 400 }),
      },
    ],
  ],
  ponto_forbidden: [
    [
      'Ponto answers 403: the plan does not cover it',
      {
        ...ofPonto('ponto', {
          nl: 'Bankrekeninginformatie',
          fr: 'Information sur les comptes',
          en: 'Account Information',
        }),
        evidence: { status: 403 },
        provoke: () => pullWith({ kind: 'status', status: 403 }),
      },
    ],
  ],
  application_refused: [
    [
      'Ponto does not know our client secret',
      {
        class: 'us',
        address: 'us',
        words: { nl: 'weigert onze toepassing', fr: 'refuse notre application', en: 'refuses our application' },
        evidence: { status: 401, providerCode: 'invalid_client' },
        provoke: () =>
          pullWith(
            { kind: 'replace', status: 401, contentType: 'application/json', body: '{"error":"invalid_client"}' },
            '*/oauth2/token',
          ),
      },
    ],
  ],
  grant_lost: [
    [
      'the user ended the integration in Ponto',
      {
        ...ofPonto('us', { nl: 'koppelt opnieuw', fr: 'reconnecte', en: 'reconnects' }),
        evidence: { providerCode: 'invalid_grant', state: 'needs_reconnect' },
        provoke: async () => {
          world.ponto.world.revokeIntegration(world.ponto.world.organizations()[0]?.id ?? '');
          await pullAgain();
        },
      },
    ],
  ],
  integration_revoked: [
    [
      'a webhook says that the integration has ended',
      {
        ...ofPonto('us', { nl: 'in Ponto stopgezet', fr: 'arrêtée dans Ponto', en: 'ended in Ponto' }),
        provoke: () => move('integration_revoked', 'revoked_at_ponto'),
      },
    ],
  ],
  organization_blocked: [
    [
      'Ponto blocks the organization',
      {
        ...ofPonto('ponto', { nl: 'Vraag Ponto', fr: 'à Ponto', en: 'Ask Ponto' }),
        evidence: { state: 'blocked' },
        provoke: () => move('organization_blocked'),
      },
    ],
  ],
  reading_paused: [
    [
      'support paused the reading',
      { ...ofUs({ nl: 'gepauzeerd', fr: 'en pause', en: 'paused' }), provoke: () => move('paused') },
    ],
  ],
  reading_overdue: [
    [
      'no worker lives, or the database was away',
      {
        ...ofUs({ nl: 'loopt bij ons achter', fr: 'pris du retard', en: 'behind schedule' }),
        provoke: async () => {
          world.clock.offsetMs += 5 * 3_600_000;
        },
      },
    ],
  ],
  internal: [
    [
      'our own code fails',
      {
        ...ofUs({ nl: 'fout bij ons', fr: 'erreur de notre côté', en: 'error on our side' }),
        evidence: { status: null, requestId: null },
        provoke: () => pullThatFailsAt('pull.accounts-read', () => Promise.reject(new TypeError('a bug of ours'))),
      },
    ],
    [
      'the database refuses what a pull writes',
      {
        ...ofUs({ nl: 'fout bij ons', fr: 'erreur de notre côté', en: 'error on our side' }),
        provoke: () =>
          pullThatFailsAt('pull.accounts-read', () =>
            inCompany(context.db, context.companyId, (tx) => tx.execute('select from a_table_that_is_gone')),
          ),
      },
    ],
  ],
  authorization_expired: [
    [
      'the bank no longer knows the consent',
      {
        class: 'ponto_authorization',
        address: 'ponto',
        words: { nl: 'vernieuwt de toestemming', fr: 'renouvelle l’autorisation', en: 'renews the consent' },
        evidence: { providerCode: 'authorizationInvalid' },
        provoke: () => pullAfterBankAnswers('authorizationInvalid'),
      },
    ],
  ],
  bank_error: [
    [
      'the bank is out of order',
      {
        class: 'bank',
        address: 'ponto',
        words: { nl: 'Wacht enkele uren', fr: 'Attendez quelques heures', en: 'Wait a few hours' },
        evidence: { providerCode: 'financialInstitutionUnavailable' },
        provoke: () => pullAfterBankAnswers('financialInstitutionUnavailable'),
      },
    ],
  ],
  bank_silent: [
    [
      'Ponto has had nothing from the bank for a day',
      {
        class: 'bank',
        address: 'ponto',
        words: { nl: 'meer dan een dag', fr: 'plus d’un jour', en: 'more than a day' },
        provoke: async () => {
          world.clock.offsetMs += 26 * 3_600_000;
          await pullDue(world);
        },
      },
    ],
  ],
  account_not_shared: [
    [
      'Ponto answers 404 to an account that it has just listed',
      {
        ...ofPonto('ponto', { nl: 'niet meer gedeeld', fr: 'n’est plus partagé', en: 'no longer shared' }),
        provoke: async () => {
          world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true });
          await pullWith({ kind: 'status', status: 404 }, `*/accounts/${accountId}/transactions*`);
        },
      },
    ],
    [
      'the user took the account back in Ponto',
      {
        ...ofPonto('ponto', { nl: 'niet meer gedeeld', fr: 'n’est plus partagé', en: 'no longer shared' }),
        provoke: async () => {
          world.ponto.world.revokeAccount(accountId);
          await pullAgain();
        },
      },
    ],
  ],
  lines_unreadable: [
    [
      'Ponto sends a line that we cannot read',
      {
        ...ofUs({ nl: 'nog niet lezen', fr: 'pas encore lire', en: 'cannot read yet' }),
        provoke: async () => {
          const odd = [{ amount: '1.00', overrides: { amount: 1.001 } }];
          world.ponto.world.addTransactions(accountId, odd, { published: true });
          await pullAgain();
        },
      },
    ],
  ],
  onfact_key_refused: [
    [
      'onFact refuses the key of the company',
      {
        ...ofOnfact({ nl: 'werkt niet meer', fr: 'ne fonctionne plus', en: 'no longer works' }),
        provoke: () => refreshWith(401),
      },
    ],
  ],
  onfact_key_limited: [
    [
      'the key has no right to the invoices',
      {
        ...ofOnfact({ nl: 'mag je facturen niet lezen', fr: 'ne donne pas accès', en: 'may not read your invoices' }),
        provoke: () => refreshWith(403).catch(() => undefined),
      },
    ],
  ],
  onfact_unavailable: [
    [
      'onFact is out of order',
      {
        ...ofOnfact({ nl: 'antwoorden nu niet', fr: 'ne répondent pas', en: 'do not answer' }),
        provoke: () => refreshWith(500).catch(() => undefined),
      },
    ],
  ],
  onfact_key_missing: [
    [
      'nobody gave us a key',
      {
        ...ofOnfact({ nl: 'de sleutel ontbreekt', fr: 'la clé manque', en: 'the key is missing' }),
        provoke: () => inCompany(context.db, context.companyId, (tx) => tx.delete(schema.onfactCredential)),
      },
    ],
  ],
  onfact_refused_payment: [
    [
      'onFact does not take a payment',
      {
        ...ofOnfact({ nl: 'niet op de factuur', fr: 'sur la facture', en: 'on its invoice' }),
        provoke: () => givenRefusedPayment(),
      },
    ],
  ],
};

const cases = Object.entries(rows).flatMap(([code, provoked]) =>
  provoked.map(([what, row]) => ({ code: code as FaultCode, what, ...row })),
);

it('finds nothing while all is well', async () => {
  expect((await getConnection(context)).faults).toEqual([]);
});

it('provokes every fault that there is', () => {
  expect(Object.keys(rows).toSorted()).toEqual(Object.keys(faults).toSorted());
});

describe('whose fault it is', () => {
  it.each(cases)('$code, when $what', async ({ code, provoke, words, evidence, ...expected }) => {
    await provoke();
    const [first] = (await getConnection(context)).faults;
    expect(first).toMatchObject({ code, class: expected.class, address: expected.address });
    if (evidence) expect(first?.evidence).toMatchObject(evidence);
    for (const language of ['nl', 'fr', 'en'] as const) {
      const { title, action } = faultTexts[code];
      expect(`${title[language]} ${action[language]}`).toContain(words[language]);
    }
  });

  it('is forgotten once the next pull goes well', async () => {
    await pullWith({ kind: 'status', status: 503 });
    await pullAgain();
    expect((await getConnection(context)).faults).toEqual([]);
  });

  it('has one beginning, however often it is met again', async () => {
    await pullAfterBankAnswers('financialInstitutionUnavailable');
    const [first] = (await getConnection(context)).faults;
    world.clock.offsetMs += 3_600_000;
    await pullAgain();
    expect((await getConnection(context)).faults[0]?.since).toEqual(first?.since);
    expect(first?.since).not.toBeNull();
  });
});

function ofPonto(address: Row['address'], words: Row['words']) {
  return { class: 'ponto_integration', address, words } as const;
}
function ofUs(words: Row['words']) {
  return { class: 'us', address: 'us', words } as const;
}
function ofOnfact(words: Row['words']) {
  return { class: 'onfact', address: 'us', words } as const;
}

/** An hour later, when the access token has ended too. */
async function pullAgain(): Promise<void> {
  world.clock.offsetMs += 3_600_000;
  await inCompany(context.db, context.companyId, async (tx) => {
    if ((await findLiveConnection(tx, context.companyId))?.state === 'active') {
      await tx.update(schema.connection).set({ dueAt: context.clock.now() });
    }
  });
  await pullDue(world);
}

async function pullWith(effect: Effect, path = '*/accounts'): Promise<void> {
  world.ponto.world.injectFault({ path, effect, times: 2 });
  await pullAgain();
  world.ponto.world.clearFaults();
}

async function pullThatFailsAt(point: string, fail: () => Promise<unknown>): Promise<void> {
  world.onCrashPoint.hook = async (name) => {
    if (name === point) await fail();
  };
  await pullAgain();
  world.onCrashPoint.hook = () => undefined;
}

async function pullAfterBankAnswers(code: string): Promise<void> {
  world.ponto.world.failNextSynchronization(accountId, { code });
  world.ponto.world.failNextSynchronization(accountId, { code });
  world.ponto.world.synchronizeNow(accountId);
  await pullAgain();
}

async function refreshWith(status: number): Promise<void> {
  world.onfact.world.injectFault({ path: '*/invoices*', effect: { kind: 'status', status }, times: 5 });
  await refreshOpenDocuments(context);
}

async function move(event: ConnectionEvent, reason?: string): Promise<void> {
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (!connection) throw new Error('The company has no connection');
    await moveConnection(tx, context, connection, event, reason === undefined ? {} : { reason });
  });
}

/** The invoice became smaller between the matching and the telling. */
async function givenRefusedPayment(): Promise<void> {
  const invoice = world.onfact.world.addInvoice(world.onfact.endpoints.companyUuid, { amount: '412.00' });
  const digits = invoice.ogm?.replace(/\D/g, '') ?? '';
  const remittanceInformation = formatStructuredCommunication(digits as StructuredCommunication);
  world.ponto.world.addTransactions(accountId, [{ amount: '412.00', remittanceInformation }], { published: true });
  await pullAgain();
  await refreshOpenDocuments(context);
  await reconcileCompany(context);
  invoice.exclMinor -= 12_00n;
  const { publicationId } = await inCompany(context.db, context.companyId, async (tx) => {
    const [row] = await tx.select().from(schema.publication);
    if (!row) throw new Error('Nothing was matched');
    return row;
  });
  await publishAllocation(context, { publicationId });
}

/** A company of its own for each test, with the books of the demo: what one test leaves behind is not the next one's. */
async function givenCompanyWithBooks(): Promise<Context> {
  const fresh = await givenContext(world);
  const { companyUuid, sessionKey } = world.onfact.endpoints;
  await provisionCompany(world.services, {
    onfactCompanyUuid: `onfact-${fresh.companyId}`,
    name: 'Houtatelier De Linde BV',
    vatNumber: null,
    sessionKey,
  });
  return { ...fresh, onfactFor: (given) => fresh.onfactFor({ ...given, companyUuid }) };
}
