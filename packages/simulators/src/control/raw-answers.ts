import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** Longer than any client should wait. */
const longestSeconds = 600;

/** Sends the answer a few bytes a second. */
export async function trickle(outgoing: ServerResponse, response: Response, bytesPerSecond: number): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...headersOf(response), 'content-length': body.length });
  for (let sent = 0; sent < body.length && !outgoing.destroyed; sent += bytesPerSecond) {
    outgoing.write(body.subarray(sent, sent + bytesPerSecond));
    await sleep(1_000, undefined, { ref: false });
  }
  outgoing.end();
}

/** Sends white space until the client has had enough. */
export async function endless(outgoing: ServerResponse): Promise<void> {
  const part = Buffer.alloc(64 * 1024, ' ');
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  for (let waited = 0; waited < longestSeconds * 100 && !outgoing.destroyed; waited += 1) {
    if (!outgoing.writableNeedDrain) outgoing.write(part);
    await sleep(10, undefined, { ref: false });
  }
  outgoing.destroy();
}

/** Announces the whole answer and closes the connection half-way. */
export async function cut(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...headersOf(response), 'content-length': body.length });
  await new Promise<void>((sent) => outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => sent()));
  outgoing.destroy();
}

/** Says that it is compressed and is not, or is so well that it fills the memory of whoever unpacks it. */
export function compressed(effect: 'bad-gzip' | 'gzip-bomb'): {
  body: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
} {
  const body = effect === 'bad-gzip' ? Buffer.from('{"data":[]}') : bomb();
  return {
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': String(body.length) },
  };
}

/** 256 MB of white space in 256 KB. */
function bomb(): Buffer {
  return gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '), { level: 9 });
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name !== 'content-length'));
}
