import postgres from 'postgres';
import { DatabaseNotUsableError } from './migrate.ts';

/** More than clocks that are kept in step ever differ, less than what would let a lease or a token end early. */
const toleranceMs = 30_000;

/**
 * Leases, tokens and due times compare moments of several machines, so a clock that is off does harm in silence.
 * @throws DatabaseNotUsableError clock_off
 */
export async function assertClockAgrees(url: string, now: Date): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10 });
  try {
    const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
    const differenceMs = Math.abs((row?.now.getTime() ?? 0) - now.getTime());
    if (differenceMs <= toleranceMs) return;
    throw new DatabaseNotUsableError(
      'clock_off',
      `The clock of this machine and that of the database are ${Math.round(differenceMs / 1000)} s apart: set both right.`,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}
