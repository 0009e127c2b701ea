import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** `/healthz`: the process answers. `/readyz`: the queue is usable, so jobs are being worked on. */
export async function startHealthServer(
  { port, host }: { port: number; host: string },
  isReady: () => Promise<boolean>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = request.url === '/readyz' ? isReady() : Promise.resolve(true);
    void answer
      .catch(() => false)
      .then((isGood) => {
        response.writeHead(isGood ? 200 : 503, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: isGood ? 'ready' : 'not_ready' }));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
