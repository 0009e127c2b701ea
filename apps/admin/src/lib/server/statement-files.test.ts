import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import type { Config } from './config.ts';
import { downloadReport, uploadFiles } from './statement-files.ts';

const config: Config = {
  port: 4800,
  origin: 'http://localhost:4800',
  apiOrigin: 'http://localhost:4801',
  proxySecret: 'the secret of the proxy',
  brand: 'onfact',
};
const importId = '018f0000-0000-7000-8000-000000000001';

describe('files on their way to the api', () => {
  it('pass through while they are still coming in', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const browser = writable.getWriter();
    let isAllSent = false;

    const upload = uploadFiles(givenEvent(readable), config, async (request) => {
      expect(request.headers.get('content-type')).toBe('multipart/form-data; boundary=b');
      expect(request.headers.get('x-admin-proxy')).toBe(config.proxySecret);
      const arriving = request.body!.getReader();
      const first = await arriving.read();
      expect([new TextDecoder().decode(first.value), isAllSent]).toEqual(['first', false]);
      const second = await arriving.read();
      expect(new TextDecoder().decode(second.value)).toBe('second');
      return Response.json({ id: importId }, { status: 201 });
    });
    await browser.write(new TextEncoder().encode('first'));
    isAllSent = true;
    await browser.write(new TextEncoder().encode('second'));
    await browser.close();
    await expect(upload).resolves.toEqual({ id: importId });
  });

  it('say why the api does not want them', async () => {
    const refuse = () => Promise.resolve(problem(413, 'payload_too_large'));
    await expect(uploadFiles(givenEvent(new Blob(['x']).stream()), config, refuse)).rejects.toMatchObject({
      problem: { code: 'payload_too_large' },
    });
  });

  it('wait for somebody who signs in', async () => {
    const refuse = () => Promise.resolve(problem(401, 'unauthenticated'));
    await expect(uploadFiles(givenEvent(new Blob(['x']).stream()), config, refuse)).rejects.toMatchObject({
      location: '/sign-in?returnTo=%2Fpayments%2Fimport',
    });
  });
});

describe('the report', () => {
  it('is passed on under the name that the api gave it', async () => {
    const asked: string[] = [];
    const answer = await downloadReport(
      givenEvent(null),
      config,
      (request) => {
        asked.push(request.url);
        const headers = {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename=r.csv',
        };
        return Promise.resolve(new Response('a;b\r\n', { headers }));
      },
      importId,
      'fr',
    );
    expect(asked).toEqual([`http://localhost:4801/v1/statement-imports/${importId}/report.csv?language=fr`]);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=r.csv');
    expect(await answer.text()).toBe('a;b\r\n');
  });

  it('of an import that is not there is an error, not a file', async () => {
    const refuse = () => Promise.resolve(problem(404, 'statement_import_not_found'));
    await expect(downloadReport(givenEvent(null), config, refuse, importId, 'nl')).rejects.toMatchObject({
      problem: { status: 404 },
    });
  });
});

function givenEvent(body: ReadableStream<Uint8Array> | null): RequestEvent {
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return {
    url: new URL('http://localhost:4800/payments/import?/upload'),
    request: new Request('http://localhost:4800/payments/import?/upload', {
      headers,
      ...(body ? { method: 'POST', body, duplex: 'half' } : {}),
    }),
    locals: { requestId: 'request-1' },
    getClientAddress: () => '192.0.2.7',
  } as unknown as RequestEvent;
}

function problem(status: number, code: string): Response {
  return Response.json({ type: 'about:blank', title: code, status, code, requestId: 'r' }, { status });
}
