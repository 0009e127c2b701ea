import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { PortInUseError, listen } from './server.ts';

const host = '127.0.0.1';

describe('listen', () => {
  it('names the variable when the port is in use', async () => {
    const first = await listen(new Hono(), { port: 0, host });
    await expect(listen(new Hono(), { port: first.port, host })).rejects.toThrow(PortInUseError);
    await expect(listen(new Hono(), { port: first.port, host })).rejects.toThrow('API_PORT');
    await first.close(100);
  });

  it('lets a request that is under way finish when it closes', async () => {
    const work = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const app = new Hono().get('/', async (c) => {
      begun.resolve();
      await work.promise;
      return c.text('done');
    });
    const server = await listen(app, { port: 0, host });
    const answer = fetch(`http://${host}:${server.port}/`);
    await begun.promise;

    const closed = server.close(5_000);
    work.resolve();
    expect(await (await answer).text()).toBe('done');
    await closed;
    await expect(fetch(`http://${host}:${server.port}/`)).rejects.toThrow();
  });

  it('does not wait longer than it was told', async () => {
    const begun = Promise.withResolvers<void>();
    const app = new Hono().get('/', async () => {
      begun.resolve();
      return new Promise<never>(() => undefined);
    });
    const server = await listen(app, { port: 0, host });
    const answer = fetch(`http://${host}:${server.port}/`).catch((error: unknown) => error);
    await begun.promise;
    await server.close(50);
    expect(await answer).toBeInstanceOf(Error);
  });
});
