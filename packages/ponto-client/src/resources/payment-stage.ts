/**
 * How far a payment is. Whether an invoice is paid is told by the line of the bank, never by this.
 * - `open`: waits for signatures
 * - `signed`: on its way
 * - `executed`: carried out by the bank
 * - `ended`: refused or cancelled
 * - `unknown`: a status that nobody knew when this was written; show it as it is, and ask again
 */
export type PaymentStage = 'open' | 'signed' | 'executed' | 'ended' | 'unknown';

/** @param status Ponto publishes no closed list */
export function stageOf(status: string | undefined): PaymentStage {
  if (status === undefined) return 'unknown';
  if (status === 'accepted-settlement-completed') return 'executed';
  if (status.startsWith('accepted-')) return 'signed';
  if (['unsigned', 'pending', 'received'].includes(status)) return 'open';
  return ['rejected', 'cancelled', 'failed'].includes(status) ? 'ended' : 'unknown';
}
