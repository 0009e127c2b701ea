import { inCompany, insertAllocations, insertAuthorizationAttempt, insertNotification } from '@onfact-ponto/db';
import type { Database, Transaction } from '@onfact-ponto/db';
import {
  givenBankAccount,
  givenCompany,
  givenConnection,
  givenDocument,
  givenLines,
  givenStatement,
  lineReading,
  ruleAllocation,
} from '@onfact-ponto/db/testing';

export type BookedCompany = Awaited<ReturnType<typeof givenBookedCompany>>;

/**
 * A company with something of everything: connection, account, a matched and an open line, an imported statement.
 * @param mark stands in everything that a reader could see
 */
export async function givenBookedCompany(db: Database, mark: string) {
  const companyId = await givenCompany(db);
  const { connectionId } = await givenConnection(db, companyId);
  const account = await givenBankAccount(db, companyId);
  const lines = ['paid', 'open'].map((word) =>
    lineReading({ counterpartName: `${mark} ${word}`, remittanceInformation: `${mark} ${word}` }),
  );
  const [paidId = '', openId = ''] = await givenLines(db, account, lines);
  const documentId = await givenDocument(db, companyId, { number: `${mark}-1`, contactName: mark });
  const { allocationId, statementImportId, notificationId, authorizationAttemptId } = await inCompany(
    db,
    companyId,
    async (tx) => ({
      ...(await book(tx, companyId, { bankTransactionId: paidId, documentId, amountMinor: 121_00n })),
      ...(await givenStatement(tx, account, openId)),
      ...(await insertNotification(
        tx,
        { companyId, kind: 'consent_ends', cause: mark, createdAt: new Date(0), closedAt: null, facts: {} },
        [account.bankAccountId],
      )),
      authorizationAttemptId: await insertAuthorizationAttempt(tx, {
        companyId,
        connectionId,
        stateHash: companyId,
        sessionHash: 'session',
        codeVerifierEnvelope: 'sealed',
        createdAt: new Date(0),
        expiresAt: new Date(0),
      }),
    }),
  );
  return {
    companyId,
    onfactCompanyUuid: `onfact-${companyId}`,
    connectionId,
    bankAccountId: account.bankAccountId,
    bankTransactionId: paidId,
    openTransactionId: openId,
    documentId,
    allocationId,
    statementImportId,
    notificationId: notificationId ?? '',
    authorizationAttemptId,
  };
}

/** What onFact would claim about a user of the company. */
export function membershipOf(company: BookedCompany, role: 'admin' | 'user') {
  return { uuid: company.onfactCompanyUuid, name: 'Houtatelier', role };
}

async function book(
  tx: Transaction,
  companyId: string,
  pair: { bankTransactionId: string; documentId: string; amountMinor: bigint },
) {
  const row = ruleAllocation(companyId, pair);
  await insertAllocations(tx, [row]);
  return row;
}
