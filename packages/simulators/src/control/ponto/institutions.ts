import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';

export function addInstitutions({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/financial-institutions',
    summary: 'All banks.',
    run: () => world.financialInstitutions(),
  });
  add({
    method: 'put',
    path: '/financial-institutions/{institutionId}/maintenance',
    summary: 'Announce the maintenance of a bank, or take it back with `null`.',
    description:
      'While it lasts, `financialInstitution` lets its accounts be read and not synchronized; `internal` answers 503 to whoever reads their lines.',
    parameters: z.object({ institutionId: z.uuid() }),
    body: z.object({
      maintenance: z
        .object({
          type: z.enum(['internal', 'financialInstitution']),
          from: z.iso.datetime(),
          to: z.iso.datetime(),
        })
        .nullable(),
    }),
    example: {
      maintenance: { type: 'financialInstitution', from: '2026-12-01T20:00:00.000Z', to: '2026-12-02T04:00:00.000Z' },
    },
    run: ({ parameters, body }) => world.setMaintenance(parameters.institutionId, body.maintenance),
  });
}
