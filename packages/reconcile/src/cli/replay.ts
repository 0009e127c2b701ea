import type { IsoDate } from '@onfact-ponto/primitives';
import type { Allocation, LedgerSettings } from '../model.ts';
import type { Decision } from '../decision.ts';
import { createLedger } from '../ledger.ts';
import type { Ledger } from '../ledger.ts';
import { decisionJson } from './decision-json.ts';
import { InvalidEvent } from './event-json.ts';
import { readEvent } from './read-event.ts';
import type { Action, ReplayEvent } from './read-event.ts';

type Booking = Readonly<{ allocations: readonly Allocation[]; rule: string | undefined }>;

/**
 * Replays the life of one company: an event a line in, answers out. What a user did, and new states of known documents,
 * wait for the next `match`, so that it does not matter in which order the events before it came.
 */
export function createReplay(print: (line: string) => void) {
  let ledger: Ledger = createLedger(noSettings);
  let today = '1970-01-01' as IsoDate;
  const documentIds = new Set<string>();
  const openLines = new Set<string>();
  const bookings = new Map<string, Booking>();
  let waiting: { line: number; apply: () => void }[] = [];

  return { read, end: applyWaiting };

  function read(text: string, line: number): void {
    if (text.trim() === '') return;
    orInvalid(line, () => take(readEvent(text), line));
  }

  function take(event: ReplayEvent, line: number): void {
    switch (event.type) {
      case 'settings':
        if (documentIds.size + openLines.size > 0) throw new InvalidEvent('wrong_kind', 'settings come first');
        ledger = createLedger(event.settings);
        return;
      case 'relation':
        ledger.putRelation(event.relation);
        return;
      case 'document':
        if (documentIds.has(event.document.id)) {
          waiting.push({ line, apply: () => ledger.putDocument(event.document) });
          return;
        }
        documentIds.add(event.document.id);
        ledger.putDocument(event.document);
        return;
      case 'transaction':
        if (bookings.has(event.line.id)) throw new InvalidEvent('not_open', 'The transaction is booked');
        openLines.add(event.line.id);
        ledger.putLine(event.line);
        return;
      case 'match':
        match(event.today);
        return;
      case 'confirm':
      case 'reject':
      case 'undo':
        waiting.push({ line, apply: () => act(event) });
    }
  }

  function match(day: IsoDate): void {
    applyWaiting();
    today = day;
    const decisions = ledger.match({ today });
    for (const decision of decisions) {
      if (decision.outcome === 'booked') book(decision);
      print(decisionJson(decision));
    }
    const count = (outcome: Decision['outcome']) => decisions.filter((one) => one.outcome === outcome).length;
    print(
      JSON.stringify({
        type: 'matched',
        considered: decisions.length,
        booked: count('booked'),
        suggested: count('suggested'),
      }),
    );
  }

  function book({ lineId, allocations, rule }: Decision): void {
    openLines.delete(lineId);
    bookings.set(lineId, { allocations, rule });
    ledger.learn({ type: 'booked', lineId, allocations, rule: rule ?? '' }, today);
  }

  function applyWaiting(): void {
    for (const { line, apply } of waiting) orInvalid(line, apply);
    waiting = [];
  }

  function act(action: Action): void {
    const { lineId } = action;
    const booking = bookings.get(lineId);
    if (!booking && !openLines.has(lineId)) throw new InvalidEvent('unknown_id', `No transaction ${lineId}`);
    if (action.type === 'undo') {
      if (!booking) throw new InvalidEvent('not_booked', `Transaction ${lineId} is not booked`);
      bookings.delete(lineId);
      openLines.add(lineId);
      ledger.learn({ type: 'undone', lineId, ...booking }, today);
    } else if (action.type === 'reject') {
      assertKnown(action.documentIds);
      ledger.learn({ type: 'rejected', lineId, documentIds: action.documentIds }, today);
    } else {
      if (booking) throw new InvalidEvent('not_open', `Transaction ${lineId} is booked`);
      assertKnown(action.allocations.map(({ documentId }) => documentId));
      openLines.delete(lineId);
      bookings.set(lineId, { allocations: action.allocations, rule: undefined });
      ledger.learn({ type: 'confirmed', lineId, allocations: action.allocations }, today);
    }
  }

  function assertKnown(ids: readonly string[]): void {
    const unknown = ids.find((id) => !documentIds.has(id));
    if (unknown !== undefined) throw new InvalidEvent('unknown_id', `No document ${unknown}`);
  }

  function orInvalid(line: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof InvalidEvent)) throw error;
      print(JSON.stringify({ type: 'invalid', line, code: error.code, message: error.message }));
    }
  }
}

const noSettings: LedgerSettings = { name: '', ownAccounts: [], paymentDifferenceLimitMinor: 0n };
