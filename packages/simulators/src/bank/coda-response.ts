import type { CodaDownload } from './coda-download.ts';

/** A download as a browser saves it. */
export function codaResponse({ fileName, bytes }: CodaDownload): Response {
  return new Response(bytes, {
    headers: {
      'content-type': 'text/plain; charset=windows-1252',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
