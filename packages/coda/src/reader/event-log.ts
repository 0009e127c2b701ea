import { issueOf, type Issue, type IssueCode, type IssuePlace } from '../issues.ts';
import type { CodaEvent } from '../statement.ts';

/** Collects what the reader has to say, in file order: events, and the issues where they occur. */
export class EventLog {
  /** Of the statement being read, from 1; null outside of one. */
  statement: number | null = null;
  #events: CodaEvent[] = [];
  readonly #file: string | null;
  readonly #strict: boolean;
  readonly #once = new Set<IssueCode>();

  constructor(file: string | null, strict: boolean) {
    this.#file = file;
    this.#strict = strict;
  }

  add(event: CodaEvent): void {
    this.#events.push(event);
  }

  report(code: IssueCode, place: IssuePlace): void {
    this.add(issueOf(code, place, { file: this.#file, statement: this.statement, strict: this.#strict }));
  }

  /** For what is true of a whole file: said at the first line that shows it. */
  reportOnce(code: IssueCode, place: IssuePlace): void {
    if (this.#once.has(code)) return;
    this.#once.add(code);
    this.report(code, place);
  }

  has(code: Issue['code']): boolean {
    return this.#once.has(code);
  }

  take(): readonly CodaEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
