import { findCreditorReference, findStructuredCommunication } from '@onfact-ponto/primitives';
import { compareNames, comparableName } from './comparable-name.ts';
import type { ComparableName } from './comparable-name.ts';
import { compareTexts, comparableText } from './comparable-text.ts';
import type { ComparableText, TextLikeness } from './comparable-text.ts';
import type { LineFacts } from './merge-types.ts';

/**
 * What the two sources' words about one amount say about being one booking.
 * - `strong`: who and what agree, or a reference that only one payment has.
 * - `weak`: nothing contradicts, but one of them tells too little.
 * - `partly`: something agrees and something does not.
 * - `unlike`: nothing agrees, and nothing that is certain contradicts.
 * - `contradiction`: two payers or two references. Never one booking, whatever the windows prove.
 */
export type Grade = 'strong' | 'weak' | 'partly' | 'unlike' | 'contradiction';

export type Likeness = Readonly<{
  grade: Grade;
  /** Which of two pairs fits better: a strong one always above a weak one. */
  score: number;
  /** The text is of this payment only: a reference, or long with numbers in it. */
  isTelling: boolean;
  /** More than that nothing contradicts: enough for a doubt when the days differ. */
  hasSomethingInCommon: boolean;
  /**
   * Enough without knowing the rest of the day, if nothing fits better: the same account, the same long number, or the
   * same words of two lines that name nobody.
   */
  isEnough: boolean;
}>;

/** The words of a line, prepared for comparing when they are first asked for. */
export class Words {
  readonly account: string | undefined;
  /** An IBAN, or the 12 digits of a Belgian one. Masked cards and account numbers of other kinds prove no difference. */
  readonly isNumberOfAccount: boolean;
  /** Says how many payments it holds and which file, in the bank's words: those of two sources need not agree. */
  readonly isTotal: boolean;
  private readonly facts: LineFacts;
  private readText: ComparableText | undefined;
  private readName: ComparableName | undefined;
  private readReferences: References | undefined;

  constructor(facts: LineFacts, isTotal = false) {
    this.facts = facts;
    this.isTotal = isTotal;
    this.account = comparableAccount(facts.counterpartReference);
    this.isNumberOfAccount = this.account !== undefined && numberOfAccount.test(this.account);
  }

  get text(): ComparableText {
    return (this.readText ??= comparableText(this.facts.text ?? this.facts.structuredCommunication ?? ''));
  }

  get name(): ComparableName {
    return (this.readName ??= comparableName(this.facts.counterpartName ?? ''));
  }

  get references(): References {
    return (this.readReferences ??= referencesOf(this.facts, this.text));
  }

  /** Tells neither who it is of nor a reference: of lines that differ in just that, it may be any. */
  get isAnonymous(): boolean {
    const { ogm, creditorReference, endToEndId } = this.references;
    return !hasCounterpart(this) && (ogm ?? creditorReference ?? endToEndId) === undefined;
  }

  /** Equal for lines that say the same: which of them is taken cannot matter. */
  get fingerprint(): string {
    const { ogm, creditorReference, endToEndId } = this.references;
    return [this.account, this.name.words.join(' '), this.text.key, ogm, creditorReference, endToEndId].join('|');
  }
}

type References = Readonly<{
  ogm: string | undefined;
  creditorReference: string | undefined;
  endToEndId: string | undefined;
}>;

function referencesOf({ structuredCommunication, text, endToEndId }: LineFacts, { key }: ComparableText): References {
  const mayHoldOgm = structuredCommunication === null && /\d{12}/.test(key);
  return {
    ogm: structuredCommunication ?? (mayHoldOgm ? findStructuredCommunication(text ?? '') : undefined),
    creditorReference: key.includes('RF') ? findCreditorReference(text ?? '') : undefined,
    endToEndId: comparableEndToEndId(endToEndId),
  };
}

const numberOfAccount = /^(?:\d{12}|[A-Z]{2}\d{2}[A-Z0-9]{11,30})$/;

function comparableEndToEndId(id: string | null): string | undefined {
  const key = comparableText(id ?? '').key;
  return key === '' || key === 'NOTPROVIDED' || /^0+$/.test(key) ? undefined : key;
}

/** Letters and digits. A Belgian IBAN as the 12 digits that old files hold. */
function comparableAccount(reference: string | null): string | undefined {
  if (reference === null) return undefined;
  const key = reference.toUpperCase().replace(/[^A-Z0-9]+/g, '');
  if (key.length < shortestAccount) return undefined;
  return /^BE\d{14}$/.test(key) ? key.slice(4) : key;
}

/** Anything shorter is a bank's filler. */
const shortestAccount = 6;

export function compareWords(left: Words, right: Words): Likeness {
  const counterpart = compareCounterparts(left, right);
  const reference = counterpart === 'other' ? 'none' : compareReferences(left, right);
  if (counterpart === 'other' || reference === 'other') return contradiction;

  const text = left.isTotal || right.isTotal ? compareTotals(left, right) : compareTexts(left.text, right.text);
  const textAgrees = reference === 'same' || text.relation === 'equal' || text.relation === 'agree';
  const isTelling = reference === 'same' || (textAgrees && isTellingText(left.text) && isTellingText(right.text));
  const grade = gradeOf({
    counterpart,
    text: textAgrees ? 'agree' : text.relation,
    isReference: reference === 'same',
    isTelling,
    numbersConflict: text.numbersConflict,
  });
  const score =
    base[grade] +
    counterpartScore[counterpart] +
    (reference === 'same' || (textAgrees && sharesLongNumber(left.text, right.text)) ? 0.2 : 0) +
    (text.relation === 'equal' ? 0.3 : textAgrees ? 0.2 : text.relation === 'partly' ? 0.1 : 0);
  return {
    grade,
    score,
    isTelling,
    isEnough:
      counterpart === 'account' ||
      (textAgrees && ((!hasCounterpart(left) && !hasCounterpart(right)) || sharesLongNumber(left.text, right.text))),
    hasSomethingInCommon: grade !== 'contradiction' && grade !== 'unlike' && score > base[grade],
  };
}

function compareTotals(left: Words, right: Words): TextLikeness {
  const likeness = compareTexts(left.text, right.text);
  return likeness.relation === 'equal' || likeness.relation === 'agree'
    ? likeness
    : { relation: 'unknown', numbersConflict: false };
}

const contradiction: Likeness = {
  grade: 'contradiction',
  score: 0,
  isTelling: false,
  isEnough: false,
  hasSomethingInCommon: false,
};
const base: Readonly<Record<Grade, number>> = { strong: 4, weak: 3, partly: 2, unlike: 1, contradiction: 0 };
const counterpartScore = { account: 0.4, name: 0.3, partly: 0.1, unknown: 0, differ: 0, other: 0 } as const;

/** `account`, `name`: the same. `differ`: other names. `other`: other accounts. */
type Counterpart = keyof typeof counterpartScore;

function compareCounterparts(left: Words, right: Words): Counterpart {
  if (left.account !== undefined && right.account !== undefined) {
    if (left.account === right.account) return 'account';
    if (left.isNumberOfAccount && right.isNumberOfAccount) return 'other';
  }
  const likeness = compareNames(left.name, right.name);
  if (likeness === 'same') return 'name';
  if (likeness !== 'unknown') return likeness;
  return isNamedIn(left, right) || isNamedIn(right, left) ? 'name' : 'unknown';
}

/** A bank that has no field for the name writes it in the text. */
function isNamedIn({ name }: Words, { text }: Words): boolean {
  return name.joined.length >= shortestName && text.key.includes(name.joined);
}

const shortestName = 6;

function hasCounterpart({ account, name }: Words): boolean {
  return account !== undefined || name.joined !== '';
}

function compareReferences(one: Words, two: Words): 'same' | 'other' | 'none' {
  const [left, right] = [one.references, two.references];
  const ofPayment = relate(left.endToEndId, right.endToEndId, startsAlike);
  /** The end-to-end id of a total is that of its file: another channel may give that of a payment in it. */
  const isOfFile = ofPayment === 'other' && (one.isTotal || two.isTotal);
  const relations = [
    relate(left.ogm, right.ogm),
    relate(left.creditorReference, right.creditorReference),
    isOfFile ? 'none' : ofPayment,
  ];
  return (
    relations.find((relation) => relation === 'other') ?? relations.find((relation) => relation === 'same') ?? 'none'
  );
}

function relate(
  left: string | undefined,
  right: string | undefined,
  isSame: (left: string, right: string) => boolean = (one, other) => one === other,
): 'same' | 'other' | 'none' {
  if (left === undefined || right === undefined) return 'none';
  return isSame(left, right) ? 'same' : 'other';
}

/** Old files hold 13 characters of an end-to-end id. */
function startsAlike(left: string, right: string): boolean {
  if (left === right) return true;
  return Math.min(left.length, right.length) >= 12 && (left.startsWith(right) || right.startsWith(left));
}

/** Long, and with numbers: two payments of one payer rarely have it both. */
function isTellingText({ key }: ComparableText): boolean {
  return key.length >= 12 && key.replace(/\D/g, '').length >= 4;
}

/** Of an invoice or a customer: other payers do not write it. */
function sharesLongNumber(left: ComparableText, right: ComparableText): boolean {
  return left.numbers.some((number) => number.length >= 5 && right.numbers.includes(number));
}

type Evidence = Readonly<{
  counterpart: Exclude<Counterpart, 'other'>;
  text: 'agree' | 'equal' | 'partly' | 'differ' | 'unknown';
  isReference: boolean;
  isTelling: boolean;
  numbersConflict: boolean;
}>;

function gradeOf(evidence: Evidence): Grade {
  switch (evidence.counterpart) {
    case 'account':
    case 'name':
      return gradeOfSamePayer(evidence);
    case 'unknown':
      return gradeOfUnknownPayer(evidence);
    case 'partly':
      return gradeOfHalfKnownPayer(evidence);
    case 'differ':
      return evidence.text === 'agree' && evidence.isTelling ? 'partly' : 'contradiction';
  }
}

function gradeOfSamePayer({ text, numbersConflict }: Evidence): Grade {
  if (text === 'agree') return 'strong';
  if (text === 'unknown') return 'weak';
  return numbersConflict ? 'unlike' : 'partly';
}

function gradeOfUnknownPayer({ text, isReference }: Evidence): Grade {
  if (text === 'agree') return isReference ? 'strong' : 'weak';
  if (text === 'unknown') return 'weak';
  return text === 'partly' ? 'partly' : 'unlike';
}

function gradeOfHalfKnownPayer({ text, isReference, isTelling }: Evidence): Grade {
  if (text === 'agree') return isReference ? 'strong' : isTelling ? 'weak' : 'partly';
  return text === 'unknown' || text === 'partly' ? 'partly' : 'contradiction';
}
