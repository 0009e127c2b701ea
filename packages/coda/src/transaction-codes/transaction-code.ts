import type { Language } from '../language.ts';
import { categories } from './categories.ts';
import { textIn, type CodeTable, type CodeText } from '../code-text.ts';
import { families } from './families.ts';
import { cardsAndCash } from './operations/cards-and-cash.ts';
import { costs } from './operations/costs.ts';
import { corrections, everyFamily } from './operations/every-family.ts';
import { investmentsAndCredits } from './operations/investments-and-credits.ts';
import { paper } from './operations/paper.ts';
import { payments } from './operations/payments.ts';
import { transactionTypes } from './types.ts';

/** The eight digits of positions 54-61, as the standard splits them. */
export type TransactionCode = Readonly<{ type: string; family: string; operation: string; category: string }>;

/** One part of the code in words. Banks use codes that no table has: those are named, never refused. */
export type DescribedCode = Readonly<{ code: string; text: string; isKnown: boolean }>;

export type DescribedTransactionCode = Readonly<{
  type: DescribedCode;
  family: DescribedCode;
  operation: DescribedCode;
  category: DescribedCode;
  /** All of it in one line: "Kaarten: kaartbetaling in de eurozone". */
  description: string;
}>;

export function describeTransactionCode(code: TransactionCode, language: Language): DescribedTransactionCode {
  const described = {
    type: describe(textOf(transactionTypes, code.type), code.type, unknown.type, language),
    family: describe(textOf(families, code.family), code.family, unknown.family, language),
    operation: describe(operationText(code.family, code.operation), code.operation, unknown.operation, language),
    category: describe(categoryText(code.category), code.category, unknown.category, language),
  };
  return { ...described, description: inOneLine(described, language) };
}

/** Whether the tables know this operation of this family; in numbers, as the reader has them. */
export function isKnownOperation(family: number, operation: number): boolean {
  return knownOperations[family * 100 + operation] === 1;
}

export function isKnownCategory(category: number): boolean {
  return knownCategories[category] === 1;
}

/** 4 is not used, and nothing else is missing. */
export function isKnownTransactionType(type: number): boolean {
  return type >= 0 && type <= 9 && type !== 4;
}

/** The operations of each family that are its own; `operationText` adds those that every family has. */
export const operations: Readonly<Record<string, CodeTable>> = {
  ...payments,
  ...paper,
  ...cardsAndCash,
  ...investmentsAndCredits,
  ...costs,
};

function operationText(family: string, operation: string): CodeText | undefined {
  if (!Object.hasOwn(operations, family)) return undefined;
  return textOf(operations[family] ?? {}, operation) ?? textOf(family === '80' ? corrections : everyFamily, operation);
}

function categoryText(category: string): CodeText | undefined {
  return textOf(categories, category) ?? (/^[7-9]\d\d$/.test(category) ? bankOwnCategory : undefined);
}

/** Only what the table says itself: a code from a file may be any text, "constructor" too. */
function textOf(table: CodeTable, code: string): CodeText | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

function describe(known: CodeText | undefined, code: string, ifUnknown: CodeText, language: Language): DescribedCode {
  const text = known === undefined ? `${textIn(language, ifUnknown)} ${code}`.trimEnd() : textIn(language, known);
  return { code, text, isKnown: known !== undefined };
}

type Parts = Omit<DescribedTransactionCode, 'description'>;

function inOneLine({ family, operation, category }: Parts, language: Language): string {
  if (family.code === '00' && operation.code === '00') return textIn(language, notCoded);
  const what = `${family.text}: ${withSmallInitial(operation.text)}`;
  return category.code === '000' ? what : `${what} (${withSmallInitial(category.text)})`;
}

/** "Btw" becomes "btw"; an abbreviation such as "TVA" stays. */
function withSmallInitial(text: string): string {
  return /^\p{Lu}{2}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

const bankOwnCategory: CodeText = [
  'Eigen rubriek van de bank',
  'Rubrique propre à la banque',
  'Category of the bank itself',
];
/** Argenta writes eight zeros for card payments. */
const notCoded: CodeText = ['Niet gecodeerd door de bank', 'Non codifié par la banque', 'Not coded by the bank'];
const unknown = {
  type: ['Onbekend type', 'Type inconnu', 'Unknown type'],
  family: ['Onbekende familie', 'Famille inconnue', 'Unknown family'],
  operation: ['Onbekende verrichting', 'Opération inconnue', 'Unknown operation'],
  category: ['Onbekende rubriek', 'Rubrique inconnue', 'Unknown category'],
} as const satisfies Record<string, CodeText>;

const knownOperations = Uint8Array.from({ length: 100 * 100 }, (_, code) =>
  operationText(twoDigits(Math.floor(code / 100)), twoDigits(code % 100)) === undefined ? 0 : 1,
);
const knownCategories = Uint8Array.from({ length: 1000 }, (_, code) =>
  categoryText(String(code).padStart(3, '0')) === undefined ? 0 : 1,
);

function twoDigits(code: number): string {
  return String(code).padStart(2, '0');
}
