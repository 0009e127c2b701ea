import type { Writable } from 'node:stream';

/** The reader of our output went away (`coda parse … | head`): there is nothing left to do, and nothing went wrong. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

export type Output = Readonly<{ write: (text: string | Uint8Array) => Promise<void>; end: () => Promise<void> }>;

/** Writes as fast as the other side reads, so that nothing piles up here. Small pieces go together. */
export function outputTo(stream: Writable): Output {
  const failures: Error[] = [];
  let waiting: (string | Uint8Array)[] = [];
  let size = 0;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failures.push(error.code === 'EPIPE' ? new OutputClosed() : error);
  });

  function throwFailure(): void {
    const [failure] = failures;
    if (failure) throw failure;
  }

  async function flush(): Promise<void> {
    const whole = Buffer.concat(waiting.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    waiting = [];
    size = 0;
    throwFailure();
    if (whole.length > 0 && !stream.write(whole)) await roomIn(stream);
    throwFailure();
    if (stream.destroyed) throw new OutputClosed();
  }

  return {
    async write(piece) {
      waiting.push(piece);
      size += piece.length;
      if (size >= enough) await flush();
    },
    end: flush,
  };
}

/** Until the other side has read, or is gone. */
function roomIn(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}

const enough = 64 * 1024;
