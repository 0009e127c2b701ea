import { headerStart } from '../records/header.ts';

/** What somebody took for a CODA file; undefined when it begins as one. */
export function otherFormatOf(start: string): string | undefined {
  if (headerStart.test(start)) return undefined;
  return formats.find(([, pattern]) => pattern.test(start))?.[0] ?? 'another kind of file';
}

/** Which kind of XML it is, stands a few lines below. */
export function looksLikeXml(start: string): boolean {
  return xml.test(start);
}

const xml = /^\s*<(?:\?xml|[A-Za-z])/;

const formats: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a PDF document', /^%PDF/],
  ['a ZIP archive', /^PK[\u0003\u0005\u0007]/],
  ['a camt.053 statement (XML)', /^\s*<[^]*camt\.05/],
  ['an XML document', xml],
  ['an MT940 statement', /^\s*(?:\{1:|:20:|:940:)/],
  ['a CSV file', /^[^\n]{0,200}?[;,\t][^\n]*?[;,\t]/],
];
