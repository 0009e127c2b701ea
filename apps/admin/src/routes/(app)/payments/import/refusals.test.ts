import { expect, it } from 'vitest';
import { refusalOf } from './refusals.ts';

it('says what is wrong with a zip, and else what the api said', () => {
  expect(refusalOf({ code: 'invalid_request', details: { files: 'zip_unreadable' } })).toBe('zip_unreadable');
  expect(refusalOf({ code: 'invalid_request', details: { files: 'missing' } })).toBe('invalid_request');
  expect(refusalOf({ code: 'too_many_files' })).toBe('too_many_files');
  expect(refusalOf({ code: 'internal' })).toBeUndefined();
});
