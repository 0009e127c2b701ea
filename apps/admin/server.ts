import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isTooLargeForForm, uploadBytes } from './src/lib/server/body-size.ts';
import { getConfig } from './src/lib/server/config.ts';

/** Serves the built admin. `npm run build` first. */

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const stopWithinMs = 10_000;

/**
 * adapter-node believes that every request came over https from the host in its header. These two headers are filled
 * below from ADMIN_ORIGIN instead, so the origin check of forms compares with an address that we chose.
 */
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.HOST_HEADER = 'x-forwarded-host';
/** For an upload; whatever else sends more than a form has is refused below. */
process.env.BODY_SIZE_LIMIT = String(uploadBytes);

try {
  await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const { port, origin } = getConfig();
  const { protocol, host } = new URL(origin);
  // An address that TypeScript does not follow: the build output is no source to check.
  const built = new URL('./build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: Handler };

  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (request.headers.host !== host && request.method === 'GET' && request.url !== '/healthz') {
      response.writeHead(308, { location: origin + ownPath(request.url) }).end();
      return;
    }
    if (isTooLargeForForm(request)) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = host;
    handler(request, response, () => response.writeHead(404).end());
  });

  server.once('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? `port ${port} is in use; set ADMIN_PORT` : error.message;
    process.stderr.write(`The admin cannot start: ${reason}\n`);
    process.exitCode = 1;
  });
  server.listen(port, 'localhost', () => process.stdout.write(`The admin listens on ${origin}\n`));

  const stop = () => {
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), stopWithinMs).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Only the path: "//elsewhere.example" as a request target must not become another host. */
function ownPath(target = '/'): string {
  return `/${target.replace(/^\/+/, '')}`;
}
