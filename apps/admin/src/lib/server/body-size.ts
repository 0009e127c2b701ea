import type { IncomingHttpHeaders } from 'node:http';
import { statementUploadLimits } from '@onfact-ponto/api-contract';

/** How much a request may carry: a form a little, an upload of statements what the api takes. */

const formBytes = 512 * 1024;
/** Boundaries and names come on top of what the files weigh. */
const bytesPerPart = 2048;
export const uploadBytes = statementUploadLimits.bytes + statementUploadLimits.files * bytesPerPart;
const uploadPath = '/payments/import';

type Head = Readonly<{ url?: string | undefined; headers: IncomingHttpHeaders }>;

/** Only an upload streams through; a form is read whole, so it must say beforehand that it is small. */
export function isTooLargeForForm({ url = '/', headers }: Head): boolean {
  const [path] = url.split('?');
  if (path === uploadPath) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > formBytes;
}

export function isTooLargeForUpload(contentLength: string | null): boolean {
  return Number(contentLength ?? 0) > uploadBytes;
}
