import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patientLimits, startTestPonto } from './testing/test-ponto.ts';
import type { Limits } from './transport.ts';

let ponto: Awaited<ReturnType<typeof startTestPonto>>;
beforeAll(async () => {
  ponto = await startTestPonto();
});
afterAll(() => ponto.server.close());

const userInfo = '{"sub":"organization-1","name":"Houtatelier"}';

describe('a bad answer', () => {
  it.each<[string, (response: ServerResponse) => void, object]>([
    ['that is far too large', (to) => to.end('x'.repeat(100_000)), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that has no end', (to) => endless(to), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that is empty', (to) => to.end(), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that breaks off', (to) => breakOff(to), { code: 'PONTO_NETWORK' }],
    ['that is shorter than it says', (to) => announce(to, 500), { code: 'PONTO_NETWORK' }],
    ['that is longer than it says', (to) => announce(to, 5), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that is packed though nobody asked', (to) => packed(to, userInfo), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    [
      'that would unpack to gigabytes',
      (to) => packed(to, 'x'.repeat(5_000_000)),
      { code: 'PONTO_UNEXPECTED_RESPONSE' },
    ],
    ['that is a page for people', (to) => to.end('<html>maintenance</html>'), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that is cut JSON', (to) => to.end(userInfo.slice(0, 9)), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that lacks what must be there', (to) => to.end('{"sub":null}'), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
  ])('%s ends in a typed error', async (_what, answer, expected) => {
    ponto.answerWith((_request, response) => answer(response));
    await expect(ponto.ask()).rejects.toMatchObject(expected);
  });

  it.each<[string, (response: ServerResponse) => void, Partial<Limits>, string]>([
    ['never begins', () => undefined, { headersMs: 300 }, 'headers'],
    ['stops half-way', (to) => to.writeHead(200).write('{"sub":'), { bodyMs: 300 }, 'body'],
    ['trickles for ever', trickle, { totalMs: 600 }, 'total'],
  ])('that %s ends in time', async (_what, answer, impatience, phase) => {
    ponto.answerWith((_request, response) => answer(response));
    const asking = ponto.ask({ limits: { ...patientLimits, ...impatience } });
    await expect(asking).rejects.toMatchObject({ code: 'PONTO_TIMEOUT', phase, retryAdvice: 'back-off' });
  });

  it('that has no end costs a connection, not the memory: it is closed', async () => {
    let isClosed: Promise<void> | undefined;
    ponto.answerWith((_request, response) => {
      isClosed = new Promise((resolve) => response.on('close', () => resolve()));
      endless(response);
    });
    await expect(ponto.ask()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE' });
    await isClosed;
  });

  it('that comes byte by byte weighs little more than it carries', async () => {
    const count = 2_000_000;
    ponto.answerWith((request) => byteByByte(request.socket, count));
    const limits = { ...patientLimits, totalMs: 120_000, maximumBodyBytes: 2 * count };
    const before = memoryInUse();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, memoryInUse() - before)), 10);
    await expect(ponto.ask({ limits })).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE', status: 200 });
    clearInterval(watch);
    expect(most).toBeLessThan(60 * count);
  }, 130_000);

  it('that points to another host is not followed, so the token stays here', async () => {
    let reached = false;
    const elsewhere = createHttpServer(() => (reached = true));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/userinfo`;
    for (const status of [301, 302, 303, 307, 308]) {
      ponto.answerWith((_request, response) => response.writeHead(status, { location }).end(userInfo));
      await expect(ponto.ask()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE', status });
    }
    expect(reached).toBe(false);
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  it('that points elsewhere is not followed, so the token stays here', async () => {
    const visited: (string | undefined)[] = [];
    ponto.answerWith((request, response) => {
      visited.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(ponto.ask()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE', status: 302 });
    expect(visited).toEqual(['/ponto-connect/userinfo']);
  });
});

describe('no answer at all', () => {
  it('when the connection is reset', async () => {
    await expect(ponto.ask({ apiUrl: `https://localhost:${await portOf(deafServer())}` })).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
      retryAdvice: 'back-off',
      message: expect.stringContaining('ECONN') as string,
    });
  });

  it('when the name of the host leads nowhere', async () => {
    /** Longer than a name may be, so that nobody outside is asked for it. */
    const apiUrl = `https://${'x'.repeat(64)}.invalid`;
    await expect(ponto.ask({ apiUrl })).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
      retryAdvice: 'back-off',
      message: expect.stringContaining('ENOTFOUND') as string,
    });
  });

  it('when the other side takes the connection and then says nothing', async () => {
    const silent = createServer();
    const apiUrl = `https://localhost:${await portOf(silent)}`;
    const impatient = { apiUrl, limits: { ...patientLimits, connectMs: 400 } };
    await expect(ponto.ask(impatient)).rejects.toMatchObject({ code: 'PONTO_TIMEOUT', phase: 'connect' });
    silent.close();
  });
});

/** Closes each connection as soon as it came. */
function deafServer(): Server {
  return createServer((socket) => socket.resetAndDestroy()).unref();
}

async function portOf(listener: Server): Promise<number> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return (listener.address() as AddressInfo).port;
}

function announce(response: ServerResponse, length: number): void {
  const text = `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${userInfo}`;
  response.socket?.end(text);
}

function packed(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
}

function endless(response: ServerResponse): void {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(4096)));
  };
  response.on('drain', more);
  more();
}

function trickle(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

/** Each byte is a piece of its own. */
function byteByByte(socket: Socket, count: number): void {
  const piecesAtOnce = 10_000;
  const pieces = '1\r\nx\r\n'.repeat(piecesAtOnce);
  let left = count;
  const more = () => {
    let hasRoom = true;
    for (; hasRoom && left > 0; left -= piecesAtOnce) hasRoom = socket.write(pieces);
    if (left <= 0) socket.off('drain', more).write('0\r\n\r\n');
  };
  socket.on('drain', more).write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
  more();
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '500' }).write('{"sub":');
  setTimeout(() => response.destroy(), 20);
}
