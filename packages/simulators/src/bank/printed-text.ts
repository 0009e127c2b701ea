import { createHash } from 'node:crypto';
import type { BankLine } from '../ponto/state.ts';
import type { Texts } from './statement-options.ts';

/** Three parts of a movement hold 53, 53 and 43 characters of communication. */
const longestCommunication = 149;

export function printedName(name: string | null, texts: Texts, width = 35): string | null {
  if (name === null || texts === 'poor') return null;
  return asPrinted(name, texts).slice(0, width).trim() || null;
}

export function printedMessage(line: BankLine, texts: Texts, width = longestCommunication): string {
  const message = asPrinted(line.remittanceInformation ?? '', texts);
  if (texts === 'poor') return message.slice(0, 20).trim();
  return (texts === 'bank' ? inTheManner(line, message) : message).slice(0, width).trimEnd();
}

/** In capitals, without accents and with a point for what is no letter of ours. */
export function asPrinted(text: string, texts: Texts): string {
  if (texts === 'verbatim') return text;
  return text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(notInAscii, '.')
    .trim();
}

/** A number below `limit` that follows from what the line says. */
export function choiceOf(line: BankLine, topic: string, limit: number): number {
  const { executionDate, amountMinor, counterpartName, remittanceInformation } = line;
  const said = [topic, executionDate, amountMinor, counterpartName, remittanceInformation].join('\u001f');
  return createHash('sha256').update(said).digest().readUInt32BE() % limit;
}

/** Systems differ: most print a message as it came, some in lines of 35 characters, some with a word in front. */
function inTheManner(line: BankLine, message: string): string {
  if (message === '') return '';
  switch (choiceOf(line, 'manner', 4)) {
    case 0:
      return inLines(message, 35);
    case 1:
      return `MEDEDELING: ${message}`;
    default:
      return message;
  }
}

/** Each line filled up with blanks; a word that does not fit goes to the next one. */
function inLines(message: string, width: number): string {
  const lines = [''];
  for (const word of message.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.padEnd(width)).join('');
}

const notInAscii = /[^\x20-\x7e]/gu;
