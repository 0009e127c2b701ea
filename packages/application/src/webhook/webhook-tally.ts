import { addToWebhookCount } from '@onfact-ponto/db';
import { bankDayOfDate } from '@onfact-ponto/primitives';
import type { Services } from '../context.ts';

/** Counts deliveries without effect, by reason. Answers when this one is counted, and never fails. */
export type WebhookTally = (reason: string) => Promise<void>;

/**
 * A flood of forgeries must not become a flood of writes: one write is under way at a time, and what comes meanwhile
 * is written with the next.
 */
export function createWebhookTally({ db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>): WebhookTally {
  const waiting = new Map<string, number>();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    const day = bankDayOfDate(clock.now());
    for (const [reason, count] of [...waiting]) {
      waiting.delete(reason);
      await addToWebhookCount(db, { day, reason, count }).catch((error: unknown) => {
        log.warn('a count of webhooks was lost', { reason, count, error });
      });
    }
  }

  return async (reason) => {
    waiting.set(reason, (waiting.get(reason) ?? 0) + 1);
    while (waiting.has(reason)) {
      writing ??= write().finally(() => (writing = undefined));
      await writing;
    }
  };
}
