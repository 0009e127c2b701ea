import { z } from '@hono/zod-openapi';
import { codaResponse } from '../../bank/coda-response.ts';
import { texts, totals } from '../../bank/statement-options.ts';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { Day } from '../values.ts';

export function addBank({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/accounts/{accountId}/coda',
    summary: 'The statements of the account as a CODA file, as its bank gives them, or wrong on purpose.',
    description:
      '`without` leaves out the movement of a transaction (repeat it for several) while the balances still count it, `shiftDays` books everything later or earlier than Ponto says, `intraday` gives two statements a day, today included, `totals` tells the wages of a day as one total, `texts` says how much the bank changes or loses of the words, `duplicate` sets the flag of a file that was issued before. An empty answer: no statement in this period.',
    parameters: z.object({ accountId: z.uuid() }),
    query: z.object({
      from: Day.optional(),
      to: Day.optional(),
      emptyDays: Flag,
      intraday: Flag,
      duplicate: Flag,
      without: z
        .union([z.uuid(), z.array(z.uuid())])
        .transform((ids) => [ids].flat())
        .optional(),
      shiftDays: z.coerce.number().int().min(-30).max(30).optional(),
      totals: z.enum(totals).optional(),
      texts: z.enum(texts).optional(),
    }),
    run: ({ parameters, query }) => codaResponse(world.codaDownload(parameters.accountId, query)),
  });
}

const Flag = z.stringbool().optional();
