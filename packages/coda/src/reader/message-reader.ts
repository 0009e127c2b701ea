import type { EventLog } from './event-log.ts';
import { inspectRecord } from './inspect-record.ts';
import { freeMessage } from '../records/free-message.ts';
import type { Line } from './line.ts';

/** Joins records 4 with the same sequence number to one message. */
export class MessageReader {
  #message: { line: number; sequence: number | null; detail: number | null; lines: string[] } | null = null;
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  read(line: Line): void {
    const { sequence, detail, text } = inspectRecord(this.#log, '4', line);
    /** Of a line that was cut off, the text goes on as far as the line does. */
    const words = (text ?? line.text(freeMessage.text)).trimEnd();
    if (this.#message !== null && sequence === this.#message.sequence && detail === (this.#message.detail ?? 0) + 1) {
      this.#message.lines.push(words);
      this.#message.detail = detail;
      return;
    }
    this.finish();
    this.#message = { line: line.number, sequence, detail, lines: [words] };
  }

  finish(): void {
    if (this.#message === null) return;
    const { line, sequence, lines } = this.#message;
    this.#message = null;
    this.#log.add({ type: 'message', line, sequence, text: lines.join('\n') });
  }
}
