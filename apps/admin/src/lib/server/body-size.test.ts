import { describe, expect, it } from 'vitest';
import { isTooLargeForForm, isTooLargeForUpload, uploadBytes } from './body-size.ts';

describe('the size of a request', () => {
  it('is small for a form, and known beforehand', () => {
    const form = (headers: Record<string, string>) =>
      isTooLargeForForm({ url: '/preferences?x=/payments/import', headers });
    expect(form({ 'content-length': '2000' })).toBe(false);
    expect(form({})).toBe(false);
    expect(form({ 'content-length': '1000000' })).toBe(true);
    expect(form({ 'transfer-encoding': 'chunked' })).toBe(true);
  });

  it('is that of 64 MiB of files for an upload', () => {
    const headers = { 'content-length': String(64 * 1024 * 1024) };
    expect(isTooLargeForForm({ url: '/payments/import?/upload', headers })).toBe(false);
    expect(isTooLargeForUpload(headers['content-length'])).toBe(false);
    expect(isTooLargeForUpload(String(uploadBytes + 1))).toBe(true);
    expect(isTooLargeForUpload(null)).toBe(false);
  });
});
