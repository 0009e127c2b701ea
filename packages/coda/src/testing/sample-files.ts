import { existsSync, readdirSync, readFileSync } from 'node:fs';

export type SampleFile = Readonly<{ name: string; bytes: Uint8Array }>;

const corpus = new URL('../../corpus/', import.meta.url);
const fixtures = new URL('../../../../../shared/fixtures/coda/', import.meta.url);

/** The invented files of this package. */
export function corpusFiles(): SampleFile[] {
  return filesOf(corpus, /\.cod$/);
}

/** Files of banks beside the repository; none where that folder is missing. */
export function fixtureFiles(): SampleFile[] {
  return existsSync(fixtures) ? filesOf(fixtures, /\.(?:cod|txt)$/) : [];
}

export function corpusFile(name: string): Uint8Array {
  return readFileSync(new URL(name, corpus));
}

function filesOf(folder: URL, pattern: RegExp): SampleFile[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));
}
