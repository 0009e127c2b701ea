import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';

/**
 * What all processes share about our application at Ponto: the pace of its requests, the pace at which a backlog is
 * taken up, and whether Ponto is asked anything now. One row per application, of no company.
 */
export const pontoApplication = pgTable('ponto_application', {
  /** Ponto's name for us, from the configuration. */
  applicationId: text('application_id').primaryKey(),
  /** The first place that no request has taken. */
  nextRequestAt: moment('next_request_at').notNull(),
  /** Nothing of the backlog is claimed before. */
  nextClaimAt: moment('next_claim_at').notNull(),
  /** How many connections share the interval, as counted a moment ago. */
  activeCount: integer('active_count').notNull().default(0),
  activeCountedAt: moment('active_counted_at'),
  /**
   * Why nobody asks Ponto anything: it asked for patience, does not answer, or refuses our client or certificate. The
   * first ends by itself, the others when a probe was answered.
   */
  pauseReason: text('pause_reason', { enum: ['busy', 'unreachable', 'application_refused'] }),
  pausedSince: moment('paused_since'),
  /** When the pause ends, or the next probe is made. */
  pausedUntil: moment('paused_until'),
  /** Failures without an answer between them, over all processes. */
  failureCount: integer('failure_count').notNull().default(0),
});
