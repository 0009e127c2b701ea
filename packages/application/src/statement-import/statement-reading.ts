import { createHash } from 'node:crypto';
import { createCodaReader, issueText } from '@onfact-ponto/coda';
import type { CodaEvent, Issue, Movement, StatementEnd, StatementStart } from '@onfact-ponto/coda';
import { AmountNotHeldError, minorOfThousandths, movementReadingOf, statementIdentity } from './movement-reading.ts';
import type { MovementReading } from './movement-reading.ts';

/** A statement of a CODA file as we import it. Balances are whole minor units. */
export type StatementReading = Readonly<{
  /** Which one of the file, from 1. */
  position: number;
  /** IBAN, or the number that the bank wrote. */
  reference: string;
  currency: string;
  bic: string | null;
  holderName: string | null;
  paperNumber: number | null;
  codaSequenceNumber: number | null;
  isDuplicate: boolean;
  oldDate: string;
  oldBalanceMinor: bigint;
  newDate: string;
  newBalanceMinor: bigint;
  /** The next statement of the file goes on from the new balance on a later day, so that its last day is closed. */
  isGoneOnFrom: boolean;
  /** The same for the same statement, whatever file brings it. */
  identity: string;
  /** In the order of the file; details follow their total. */
  movements: readonly MovementReading[];
}>;

/** What is wrong with a file or odd in it, for people in three languages. */
export type FileIssue = Readonly<{
  severity: 'error' | 'warning';
  code: string;
  line: number | null;
  columns: { from: number; to: number } | null;
  record: string | null;
  messages: { nl: string; fr: string; en: string };
}>;

export type FileReading =
  Readonly<{ type: 'statement'; statement: StatementReading }> | Readonly<{ type: 'issue'; issue: FileIssue }>;

/** Small enough that what stands between two events never grows with the file. */
const sliceBytes = 256 * 1024;

/**
 * Reads a CODA file statement by statement, strictly: what does not add up is an error. A statement that cannot be
 * held exactly in the currency of its account, or has no balances, is an issue of its own.
 */
export function* readStatements(bytes: Uint8Array): Generator<FileReading> {
  let held: StatementReading | undefined;
  for (const reading of readEach(bytes)) {
    if (reading.type === 'issue') {
      yield reading;
      continue;
    }
    const next = reading.statement;
    if (held) yield { type: 'statement', statement: { ...held, isGoneOnFrom: goesOnFrom(held, next) } };
    held = next;
  }
  if (held) yield { type: 'statement', statement: held };
}

function goesOnFrom(held: StatementReading, next: StatementReading): boolean {
  return (
    next.reference === held.reference &&
    next.currency === held.currency &&
    next.oldDate === held.newDate &&
    next.oldBalanceMinor === held.newBalanceMinor &&
    next.newDate > held.newDate
  );
}

function* readEach(bytes: Uint8Array): Generator<FileReading> {
  const reader = createCodaReader({ strict: true });
  const collect = statementCollector();
  for (let start = 0; start < bytes.length; start += sliceBytes) {
    yield* eachOf(reader.push(bytes.subarray(start, start + sliceBytes)));
  }
  yield* eachOf(reader.end());

  function* eachOf(events: readonly CodaEvent[]): Generator<FileReading> {
    for (const event of events) {
      if (event.type === 'issue') yield { type: 'issue', issue: fileIssueOf(event) };
      else yield* collect(event);
    }
  }
}

/** SHA-256 of the content whatever its line ends: the same file again, also when a tool rewrote them. */
export function contentHashOf(bytes: Uint8Array): string {
  const hash = createHash('sha256');
  let from = 0;
  for (let at = bytes.indexOf(carriageReturn); at !== -1; at = bytes.indexOf(carriageReturn, at + 1)) {
    hash.update(bytes.subarray(from, at));
    from = at + 1;
  }
  let to = bytes.length;
  while (to > from && bytes[to - 1] === lineFeed) to -= 1;
  hash.update(bytes.subarray(from, to));
  return hash.digest('hex');
}

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

function statementCollector() {
  let start: StatementStart | undefined;
  let movements: Movement[] = [];
  return function* collect(event: Exclude<CodaEvent, Issue>): Generator<FileReading> {
    if (event.type === 'statement') {
      start = event;
      movements = [];
    }
    if (event.type === 'movement') movements.push(event);
    if (event.type === 'statement_end' && start) {
      yield readingOf(start, movements, event);
      start = undefined;
      movements = [];
    }
  };
}

function readingOf(start: StatementStart, movements: readonly Movement[], end: StatementEnd): FileReading {
  const { account } = start;
  if (start.application !== '00000') return refused('SEPARATE_APPLICATION', start.line);
  if (!account || start.oldBalance.amountThousandths === null || end.newBalance.amountThousandths === null) {
    return refused('NO_BALANCES', start.line);
  }
  const newDate = end.newBalance.date ?? start.creationDate;
  const oldDate = start.oldBalance.date ?? newDate;
  if (newDate === null || oldDate === null) return refused('NO_BALANCES', start.line);
  const { currency } = account;
  try {
    return {
      type: 'statement',
      statement: {
        position: start.index,
        reference: account.iban ?? account.bban ?? account.raw,
        currency,
        bic: start.bic,
        holderName: start.holderName,
        paperNumber: start.statementNumber,
        codaSequenceNumber: start.codaSequenceNumber,
        isDuplicate: start.duplicate,
        oldDate,
        oldBalanceMinor: minorOfThousandths(start.oldBalance.amountThousandths, currency),
        newDate,
        newBalanceMinor: minorOfThousandths(end.newBalance.amountThousandths, currency),
        isGoneOnFrom: false,
        identity: statementIdentity(start, end),
        movements: movements.flatMap(
          (movement) => movementReadingOf(movement, { creationDate: start.creationDate, currency, newDate }) ?? [],
        ),
      },
    };
  } catch (error) {
    if (error instanceof AmountNotHeldError) return refused('AMOUNT_NOT_HELD', start.line);
    throw error;
  }
}

/** What we refuse beyond what the reader does. */
const refusals = {
  SEPARATE_APPLICATION: {
    nl: 'Dit is een afschrift zonder saldi, met details van bewegingen die elders geboekt zijn. Vraag je bank om de volledige CODA.',
    fr: 'Il s’agit d’un extrait sans soldes, avec le détail de mouvements comptabilisés ailleurs. Demandez le CODA complet à votre banque.',
    en: 'This is an extract without balances, with details of movements that are booked elsewhere. Ask your bank for the complete CODA.',
  },
  NO_BALANCES: {
    nl: 'Rekening, datum of saldo ontbreekt: zonder kan niets bewezen worden.',
    fr: 'Le compte, la date ou le solde manque : rien ne peut être prouvé sans eux.',
    en: 'Account, day or balance is missing: nothing can be proven without them.',
  },
  AMOUNT_NOT_HELD: {
    nl: 'Een bedrag heeft meer decimalen dan de munt van de rekening. We ronden niet af.',
    fr: 'Un montant a plus de décimales que la devise du compte. Nous n’arrondissons pas.',
    en: 'An amount has more decimals than the currency of the account. We do not round.',
  },
} as const;

function refused(code: keyof typeof refusals, line: number): FileReading {
  return {
    type: 'issue',
    issue: { severity: 'error', code, line, columns: null, record: null, messages: refusals[code] },
  };
}

function fileIssueOf(issue: Issue): FileIssue {
  const { severity, code, line, column, columnTo, record } = issue;
  return {
    severity,
    code,
    line,
    columns: column === null ? null : { from: column, to: columnTo ?? column },
    record,
    messages: { nl: issueText(issue, 'nl'), fr: issueText(issue, 'fr'), en: issueText(issue, 'en') },
  };
}
