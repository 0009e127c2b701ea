import { and, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { outgoingCall } from '../schema/index.ts';
import { asColumns, asJson } from './parameters.ts';

export type OutgoingCall = typeof outgoingCall.$inferSelect;
export type NewOutgoingCall = Omit<OutgoingCall, 'outgoingCallId'>;

/** Of many companies in one statement. Run it as the call log. */
export async function insertOutgoingCalls(tx: Transaction, calls: readonly NewOutgoingCall[]): Promise<void> {
  await tx.execute(sql`
    insert into outgoing_call
      (company_id, connection_id, system, at, operation, status, duration_ms, error_code, request_id)
    select company_id, connection_id, system, at, operation, status, duration_ms, error_code, request_id
    from jsonb_to_recordset(${asJson(calls.map(asColumns))}::jsonb) as call(company_id uuid, connection_id uuid,
      system text, at timestamptz, operation text, status int, duration_ms int, error_code text, request_id text)`);
}

/** Newest first: those to Ponto, and those to onFact that failed; the others are many and tell support nothing. */
export async function listCallsToExplain(tx: Transaction, companyId: string, limit: number): Promise<OutgoingCall[]> {
  return tx
    .select()
    .from(outgoingCall)
    .where(
      and(
        eq(outgoingCall.companyId, companyId),
        or(eq(outgoingCall.system, 'ponto'), isNotNull(outgoingCall.errorCode)),
      ),
    )
    .orderBy(desc(outgoingCall.at), desc(outgoingCall.outgoingCallId))
    .limit(limit);
}

/** Run it as the call log. @returns how many there were, at most `limit` */
export async function deleteOutgoingCalls(tx: Transaction, before: Date, limit: number): Promise<number> {
  const rows = await tx.execute(sql`
    delete from outgoing_call where (company_id, outgoing_call_id) in (
      select company_id, outgoing_call_id from outgoing_call where at < ${before.toISOString()} limit ${limit})
    returning 1`);
  return rows.length;
}
