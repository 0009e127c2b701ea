import { isCreditorReference, isStructuredCommunication } from '@onfact-ponto/primitives';
import type { DocumentIndex } from '../books/document-index.ts';
import type { BankLine } from '../model.ts';
import { noiseIn } from '../text/noise.ts';
import { soleTwelveDigitsIn } from '../text/runs.ts';
import type { Run } from '../text/runs.ts';
import type { LooseNumber, Mention, TextField } from './mention.ts';
import { readLists } from './read-lists.ts';
import { readLookAlikes, readNumbers } from './read-numbers.ts';
import { newReading, spend, take, textOf } from './reading.ts';
import type { Reading } from './reading.ts';

/** Everything in the texts of a line that may name a document. */
export type References = Readonly<{
  mentions: readonly Mention[];
  /** What lies between the ends of a range ("123 t/m 126"), which the text may mean too. */
  between: readonly Mention[];
  loose: readonly LooseNumber[];
  /** A valid communication of no document that we know. */
  hasUnknownCommunication: boolean;
}>;

export function readReferences(line: BankLine, documents: DocumentIndex): References {
  const isIncoming = line.amountMinor > 0n;
  const sole = readPaymentId(line, documents) ?? readSoleCommunication(line, documents, isIncoming);
  if (sole) return { mentions: [sole], between: [], loose: [], hasUnknownCommunication: false };

  const isStructured = line.remittanceInformationType === 'structured';
  const first = readText(line.remittanceInformation, 'remittanceInformation', isStructured, isIncoming, documents);
  if (isStructured && first && first.mentions.length > 0) return first;
  const second = readText(line.additionalInformation, 'additionalInformation', isStructured, isIncoming, documents);
  return first && second ? together(first, second) : (first ?? second ?? noReferences);
}

function readText(
  text: string | undefined,
  field: TextField,
  isStructured: boolean,
  isIncoming: boolean,
  documents: DocumentIndex,
): References | undefined {
  /** No reference is without digits. */
  if (text === undefined || !hasDigit.test(text)) return undefined;
  const reading = newReading(text, field);
  readCommunications(reading, documents, isIncoming, isStructured);
  if (!isStructured || reading.mentions.length === 0) {
    readCreditorReferences(reading, documents);
    readNumbers(reading, documents);
    if (reading.mentions.length === 0) readLookAlikes(reading, documents);
  }
  const between = readLists(reading, documents);
  const { mentions, hasUnknownCommunication } = reading;
  return { mentions, between, loose: looseNumbersOf(reading), hasUnknownCommunication };
}

function together(first: References, second: References): References {
  return {
    mentions: [...first.mentions, ...second.mentions],
    between: [...first.between, ...second.between],
    loose: [...first.loose, ...second.loose],
    hasUnknownCommunication: first.hasUnknownCommunication || second.hasUnknownCommunication,
  };
}

/** An id that we gave to a payment ourselves comes back with the line. */
function readPaymentId({ endToEndId }: BankLine, documents: DocumentIndex): Mention | undefined {
  if (endToEndId === undefined) return undefined;
  const items = documents.withPaymentId(endToEndId);
  if (items.length === 0) return undefined;
  return { form: 'own_payment_id', items, matchedText: endToEndId, offset: 0, field: 'endToEndId' };
}

/**
 * The usual case, answered as below but without cutting the text into runs: its only digits are those of one
 * communication that a document has, so that nothing else can be read in it.
 */
function readSoleCommunication(line: BankLine, documents: DocumentIndex, isIncoming: boolean): Mention | undefined {
  const { remittanceInformation: text, remittanceInformationType, additionalInformation } = line;
  const isStructured = remittanceInformationType === 'structured';
  if (text === undefined || (additionalInformation !== undefined && !isStructured)) return undefined;
  const place = soleTwelveDigitsIn(text);
  if (!place) return undefined;
  const items = documents.withCommunication(place.digits, isIncoming);
  if (items.length === 0) return undefined;
  return {
    form: isStructured ? 'structured_communication' : 'structured_communication_in_text',
    items,
    matchedText: text.slice(place.start, place.end),
    offset: place.start,
    field: 'remittanceInformation',
  };
}

/** Twelve digits in whole runs, however they are spaced, that pass the check and that a document has. */
function readCommunications(
  reading: Reading,
  documents: DocumentIndex,
  isIncoming: boolean,
  isStructured: boolean,
): void {
  const { runs } = reading;
  for (let first = 0; first < runs.length; first += 1) {
    const last = twelveDigitsFrom(runs, first);
    if (last === undefined) continue;
    const digits = textOf(runs, first, last);
    if (!isStructuredCommunication(digits)) {
      if (isPrintedAsCommunication(runs, first, last)) spend(reading, first, last);
      continue;
    }
    const items = documents.withCommunication(digits, isIncoming);
    if (items.length > 0) {
      take(reading, first, last, isStructured ? 'structured_communication' : 'structured_communication_in_text', items);
    } else if (!documents.isCommunicationKnown(digits)) reading.hasUnknownCommunication ||= isStructured;
  }
}

/** "026/0001/03980" is a mistyped communication, and not invoice 26/1. */
function isPrintedAsCommunication(runs: readonly Run[], first: number, last: number): boolean {
  return last - first === 2 && runs[first]?.text.length === 3 && runs[last]?.text.length === 5;
}

function twelveDigitsFrom(runs: readonly Run[], first: number): number | undefined {
  let length = 0;
  for (let at = first; at < runs.length; at += 1) {
    const run = runs[at];
    if (!run?.isDigits || (at > first && run.join === 'apart')) return undefined;
    length += run.text.length;
    if (length >= 12) return length === 12 ? at : undefined;
  }
  return undefined;
}

/** "RF18 5390 0754 7034": as many groups as give a reference that a document has. */
function readCreditorReferences(reading: Reading, documents: DocumentIndex): void {
  const { runs } = reading;
  for (let first = 0; first + 1 < runs.length; first += 1) {
    if (runs[first]?.text !== 'RF') continue;
    for (let last = first + 1; last < runs.length; last += 1) {
      const run = runs[last];
      const reference = textOf(runs, first, last);
      if (!run || run.join === 'apart' || reference.length > longestReference) break;
      if (!isCreditorReference(reference)) continue;
      const items = documents.withCreditorReference(reference);
      if (items.length > 0) take(reading, first, last, 'creditor_reference', items);
    }
  }
}

function looseNumbersOf({ runs, isTaken, text, field }: Reading): readonly LooseNumber[] {
  if (!runs.some((run, at) => run.isDigits && !isTaken[at])) return noReferences.loose;
  const isNoise = noiseIn(runs);
  return runs.flatMap(({ isDigits, text: digits, start, end }, at) =>
    isDigits && !isTaken[at] && !isNoise[at] && digits.length <= 9
      ? [{ value: Number(digits), matchedText: text.slice(start, end), offset: start, field }]
      : [],
  );
}

const longestReference = 25;
const hasDigit = /\d/;
const noReferences: References = { mentions: [], between: [], loose: [], hasUnknownCommunication: false };
