import { DatabaseNotUsableError } from '@onfact-ponto/db';
import { starterIsGone } from './starter.ts';
import { StartError } from '../start-error.ts';

type Started = Readonly<{ stop(): Promise<void> }>;
type StopReason = Readonly<{ problem: string | undefined }>;

/**
 * Starts something and stops it in order at the first Ctrl-C or SIGTERM, which counts as success, or when it gives up.
 * A second signal does not wait any longer.
 */
export async function runUntilStopped(
  start: (run: { giveUp(problem: string): void }) => Promise<Started>,
): Promise<void> {
  const { promise: stopRequested, resolve: requestStop } = Promise.withResolvers<StopReason>();
  let askedAt: number | undefined;
  const ask = (): void => {
    /** The terminal and npm may both pass on one Ctrl-C. */
    if (askedAt !== undefined && performance.now() > askedAt + 1_000) process.exit(130);
    askedAt ??= performance.now();
    requestStop({ problem: undefined });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  void starterIsGone().then(() => requestStop({ problem: undefined }));

  try {
    const started = await start({ giveUp: (problem) => requestStop({ problem }) });
    const { problem } = await stopRequested;
    if (problem !== undefined) console.error(`${problem} Stopping everything.`);
    else console.log('Stopping …');
    await started.stop();
    process.exit(problem === undefined ? 0 : 1);
  } catch (error) {
    console.error(sentenceOf(error));
    process.exit(1);
  }
}

/** What an operator can repair is a sentence; anything else is a mistake of ours and is shown whole. */
function sentenceOf(error: unknown): unknown {
  return error instanceof StartError || error instanceof DatabaseNotUsableError ? error.message : error;
}
