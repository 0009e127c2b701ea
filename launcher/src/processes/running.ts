import { setTimeout as sleep } from 'node:timers/promises';

/** A server that works until it ends by itself or is stopped. */
export type Running = Readonly<{
  processId: number;
  /** Settles when it has ended, whoever ended it, with what it said last. */
  ended: Promise<string>;
  stop(): Promise<void>;
}>;

export type Supervised = Readonly<{
  /** Of the present run; another one after each restart. */
  processId(): number;
  stop(): Promise<void>;
}>;

type SuperviseOptions = {
  name: string;
  /** Answers when it is ready for work. */
  start(): Promise<Running>;
  report(line: string): void;
  /** It ended too often to go on. */
  giveUp(sentence: string): void;
  restarts?: RestartPolicy | undefined;
};

export type RestartPolicy = Readonly<{
  /** Waits before the next start; the last one is repeated. */
  backoffMs: readonly number[];
  /** With more it gives up. */
  limitWithinMinute: number;
}>;

const usualRestarts: RestartPolicy = { backoffMs: [200, 500, 1_000, 2_000], limitWithinMinute: 5 };

/** Starts it and, when it ends by itself, starts it again, later each time. The first start must succeed. */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { name, start, report, giveUp } = options;
  const { backoffMs, limitWithinMinute } = options.restarts ?? usualRestarts;
  let current = await start();
  let stopRequested = false;
  const isStopping = (): boolean => stopRequested;
  const watching = watch();

  return {
    processId: () => current.processId,
    async stop() {
      stopRequested = true;
      await current.stop();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    let failures: number[] = [];
    let reason = await current.ended;
    while (!isStopping()) {
      failures = [...failures.filter((moment) => moment > performance.now() - 60_000), performance.now()];
      if (failures.length > limitWithinMinute) {
        giveUp(`The ${name} ended ${failures.length} times within a minute (${reason}).`);
        return;
      }
      report(`The ${name} ended (${reason}); starting it again.`);
      await sleep(backoffMs[Math.min(failures.length, backoffMs.length) - 1]);
      if (isStopping()) return;
      reason = await startAgain();
    }
  }

  /** Answers when the new run has ended, or why there is none. */
  async function startAgain(): Promise<string> {
    try {
      current = await start();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    if (isStopping()) await current.stop();
    return current.ended;
  }
}
