import type { Issue } from '../issues.ts';
import type { CodaEvent, FreeMessage, Movement, StatementEnd, StatementStart } from '../statement.ts';

export type EventsByType = {
  statements: StatementStart[];
  movements: Movement[];
  messages: FreeMessage[];
  ends: StatementEnd[];
  issues: Issue[];
};

/** What a file gave, sorted out for a test. */
export function eventsByType(events: Iterable<CodaEvent>): EventsByType {
  const sorted: EventsByType = { statements: [], movements: [], messages: [], ends: [], issues: [] };
  for (const event of events) {
    if (event.type === 'statement') sorted.statements.push(event);
    else if (event.type === 'movement') sorted.movements.push(event);
    else if (event.type === 'message') sorted.messages.push(event);
    else if (event.type === 'statement_end') sorted.ends.push(event);
    else sorted.issues.push(event);
  }
  return sorted;
}
