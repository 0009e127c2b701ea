import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { PortInUseError, listen } from './server.ts';

const host = '127.0.0.1';
const anyPort = { port: 0, host, sleep: (ms: number) => sleep(ms) };

describe('listen', () => {
  it('names the variable when the port is in use', async () => {
    const first = await listen(new Hono(), anyPort);
    await expect(listen(new Hono(), { ...anyPort, port: first.port })).rejects.toThrow(PortInUseError);
    await expect(listen(new Hono(), { ...anyPort, port: first.port })).rejects.toThrow('API_PORT');
    await first.close(100);
  });

  it('lets a request that is under way finish when it closes', async () => {
    const work = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const app = new Hono().get('/', async (c) => {
      begun.resolve(undefined);
      await work.promise;
      return c.text('done');
    });
    const server = await listen(app, anyPort);
    const answer = fetch(`http://${host}:${server.port}/`);
    await begun.promise;

    const closed = server.close(5_000);
    work.resolve(undefined);
    expect(await (await answer).text()).toBe('done');
    await closed;
    await expect(fetch(`http://${host}:${server.port}/`)).rejects.toThrow();
  });

  it('breaks the connection off when what it sends fails, so that a part is not taken for the whole', async () => {
    const app = new Hono().get('/', (c) => {
      const pieces = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('a part')),
        pull: () => Promise.reject(new Error('The database went away')),
      });
      return c.body(pieces);
    });
    const server = await listen(app, anyPort);
    const answer = await fetch(`http://${host}:${server.port}/`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await server.close(100);
  });

  it('does not wait longer than it was told', async () => {
    const begun = Promise.withResolvers<undefined>();
    const app = new Hono().get('/', async () => {
      begun.resolve(undefined);
      return new Promise<never>(() => undefined);
    });
    const server = await listen(app, anyPort);
    const answer = fetch(`http://${host}:${server.port}/`).catch((error: unknown) => error);
    await begun.promise;
    await server.close(50);
    expect(await answer).toBeInstanceOf(Error);
  });
});
