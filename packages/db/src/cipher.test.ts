import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createTokenCipher, parseCipherKeys } from './cipher.ts';

const first = { id: 'k1', key: randomBytes(32) };
const second = { id: 'k2', key: randomBytes(32) };
const row = ['access-token', 'company', 'connection'];

it('opens what it sealed, for the row that it belongs to', () => {
  const cipher = createTokenCipher([first]);
  expect(cipher.open(cipher.seal('a secret', row), row)).toBe('a secret');
});

it('refuses an envelope that was copied to another row', () => {
  const cipher = createTokenCipher([first]);
  const envelope = cipher.seal('a secret', row);
  expect(() => cipher.open(envelope, ['access-token', 'company', 'another'])).toThrow('belongs to another row');
});

it('refuses an envelope with one changed character, wherever it stands', () => {
  const cipher = createTokenCipher([first]);
  const envelope = cipher.seal('a secret', row);
  const body = envelope.lastIndexOf('.') + 1;
  for (let index = body; index < envelope.length - 1; index += 1) {
    const other = envelope[index] === 'A' ? 'B' : 'A';
    const changed = envelope.slice(0, index) + other + envelope.slice(index + 1);
    expect(() => cipher.open(changed, row)).toThrow();
  }
});

it('seals with the first key and opens with all, so that keys can be rotated', () => {
  const before = createTokenCipher([first]).seal('a secret', row);
  const rotated = createTokenCipher([second, first]);
  expect(rotated.open(before, row)).toBe('a secret');
  expect(rotated.seal('a secret', row)).toMatch(/^v1\.k2\./);
});

it('names a key that was removed too early', () => {
  const envelope = createTokenCipher([first]).seal('a secret', row);
  expect(() => createTokenCipher([second]).open(envelope, row)).toThrow('k1');
});

it('never seals the same text to the same envelope', () => {
  const cipher = createTokenCipher([first]);
  expect(cipher.seal('a secret', row)).not.toBe(cipher.seal('a secret', row));
});

it('reads a key ring and refuses a key of the wrong length', () => {
  const text = `new:${second.key.toString('base64')}, old:${first.key.toString('base64')}`;
  expect(parseCipherKeys(text).map(({ id }) => id)).toEqual(['new', 'old']);
  expect(() => parseCipherKeys('k1:c2hvcnQ=')).toThrow('32 bytes');
});
