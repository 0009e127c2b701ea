import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFolder } from '../repository-folder.ts';

/**
 * docs/faults.md says which test holds what happens after a fault. A test that was renamed or taken away must not go on
 * standing there.
 */

const testFiles = globSync('{apps,bench,e2e,launcher,packages}/**/*.test.ts', {
  cwd: repositoryFolder,
  exclude: (name) => name === 'node_modules',
}).map((path) => path.replaceAll('\\', '/'));
const testTexts = testFiles.map((path) => readFileSync(join(repositoryFolder, path), 'utf8'));

/** The last column of each row, with the number of its line. */
const rows = readFileSync(join(repositoryFolder, 'docs/faults.md'), 'utf8')
  .split('\n')
  .flatMap((line, index) => (/^\| (?!#|-)/.test(line) ? [{ number: index + 1, tests: lastCellOf(line) }] : []));

describe('every fault in docs/faults.md', () => {
  it('names test files that exist', () => {
    const unknown = rows.flatMap(({ number, tests }) =>
      [...tests.matchAll(/`([^`]*\.test\.ts)`/g)]
        .flatMap(([, path = '']) => alternativesOf(path))
        .filter((path) => !testFiles.some((file) => isMeant(path, file)))
        .map((path) => `line ${number}: ${path}`),
    );
    expect(unknown).toEqual([]);
  });

  it('names tests by words that stand in one of them', () => {
    const unknown = rows.flatMap(({ number, tests }) =>
      [...tests.matchAll(/"([^"]*)"/g)]
        .flatMap(([, name = '']) => name.split('…').map((part) => part.trim()))
        .filter((part) => !testTexts.some((text) => text.includes(part)))
        .map((part) => `line ${number}: ${part}`),
    );
    expect(unknown).toEqual([]);
  });

  it('says its test, or why there is none', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ tests }) => tests === '')).toEqual([]);
  });
});

function lastCellOf(line: string): string {
  return (
    line
      .replace(/\|\s*$/, '')
      .split(' | ')
      .at(-1)
      ?.trim() ?? ''
  );
}

/** "{pace,patience}.test.ts" stands for two files. */
function alternativesOf(path: string): string[] {
  const [whole, choices] = /\{(.*?)\}/.exec(path) ?? [];
  return whole && choices ? choices.split(',').map((choice) => path.replace(whole, choice)) : [path];
}

/** A path may leave out its beginning, and its middle as "…". */
function isMeant(path: string, file: string): boolean {
  const [end = '', ...before] = path.split('…').toReversed();
  return `/${file}`.endsWith(before.length > 0 ? end : `/${end}`) && before.every((part) => file.includes(part));
}
