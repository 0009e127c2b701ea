import type { ProblemCode } from '@onfact-ponto/api-contract';

/** Why an upload was not even looked at. Each has its own words: what happened, and what to do. */
const refusals = [
  'payload_too_large',
  'too_many_files',
  'too_many_requests',
  'forbidden',
  'invalid_request',
  'unsupported_media_type',
  'unavailable',
] as const satisfies readonly ProblemCode[];
export type UploadRefusal = (typeof refusals)[number];

export function isRefusal(code: string): code is UploadRefusal {
  return refusals.some((known) => known === code);
}
