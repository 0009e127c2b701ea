import type { Problem } from '@onfact-ponto/api-contract';

/** Why an upload was not even looked at. Each has its own words: what happened, and what to do. */
const refusals = [
  'payload_too_large',
  'too_many_files',
  'too_many_requests',
  'forbidden',
  'invalid_request',
  'zip_unreadable',
  'zip_in_zip',
  'unsupported_media_type',
  'unavailable',
] as const;
export type UploadRefusal = (typeof refusals)[number];

export function isRefusal(code: string | undefined): code is UploadRefusal {
  return refusals.some((known) => known === code);
}

/** The finer reason where there is one; undefined when the page has no words for it. */
export function refusalOf({ code, details }: Pick<Problem, 'code' | 'details'>): UploadRefusal | undefined {
  return [details?.files, code].find(isRefusal);
}
