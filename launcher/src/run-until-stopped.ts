import { DatabaseNotUsableError } from '@onfact-ponto/db';
import { StartError } from './start-error.ts';

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
  let hasAsked = false;
  const ask = (): void => {
    if (hasAsked) process.exit(130);
    hasAsked = true;
    requestStop({ problem: undefined });
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);

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
