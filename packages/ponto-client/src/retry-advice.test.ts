import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPonto } from './testing/test-ponto.ts';

let ponto: Awaited<ReturnType<typeof startTestPonto>>;
beforeAll(async () => {
  ponto = await startTestPonto();
});
afterAll(() => ponto.server.close());

describe('a refusal', () => {
  it.each<[number, Record<string, string>, string, unknown]>([
    [401, {}, 'credentialsInvalid', 'after-refresh'],
    [403, {}, 'forbidden', 'never'],
    [404, {}, 'resourceNotFound', 'never'],
    [400, {}, 'accountRecentlySynchronized', 'back-off'],
    [400, {}, 'authorizationExpired', 'ask-user'],
    [409, {}, 'conflict', 'never'],
    [422, {}, 'attributeInvalid', 'never'],
    [429, {}, 'tooManyRequests', 'back-off'],
    [429, { 'retry-after': '7' }, 'tooManyRequests', { afterMs: 7000 }],
    [429, { 'retry-after': 'Fri, 20 Nov 2026 07:01:43 GMT' }, 'tooManyRequests', { afterMs: 30_000 }],
    [429, { 'retry-after': '0' }, 'tooManyRequests', { afterMs: 1000 }],
    [429, { 'retry-after': '999999999' }, 'tooManyRequests', { afterMs: 3_600_000 }],
    [429, { 'retry-after': 'soon' }, 'tooManyRequests', 'back-off'],
    [429, { 'retry-after': '-5' }, 'tooManyRequests', { afterMs: 1000 }],
    [429, { 'retry-after': 'Fri, 20 Nov 2020 07:01:43 GMT' }, 'tooManyRequests', { afterMs: 1000 }],
    [429, { 'retry-after': 'Fri, 20 Nov 2099 07:01:43 GMT' }, 'tooManyRequests', { afterMs: 3_600_000 }],
    [429, { 'retry-after': '9'.repeat(40) }, 'tooManyRequests', { afterMs: 3_600_000 }],
    [429, { 'retry-after': '1.5' }, 'tooManyRequests', { afterMs: 1500 }],
    [503, { 'retry-after': '1' }, 'maintenance', { afterMs: 1000 }],
    [500, {}, 'authorizationExpired', 'back-off'],
  ])('%i %j %s advises %j', async (status, headers, code, retryAdvice) => {
    ponto.answerWith((_request, response) => {
      response.writeHead(status, { 'ibanity-request-id': 'request-7', ...headers });
      response.end(JSON.stringify({ errors: [{ code, detail: 'about BE68539007547034', meta: {} }] }));
    });
    const error = await ponto.ask().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PONTO_API', status, requestId: 'request-7', retryAdvice, errors: [{ code }] });
  });

  it('with an error status keeps that status, whatever its body is', async () => {
    ponto.answerWith((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'));
    await expect(ponto.ask()).rejects.toMatchObject({
      code: 'PONTO_API',
      status: 502,
      retryAdvice: 'back-off',
      errors: [],
    });
  });
});
