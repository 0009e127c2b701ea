import type { OpenAPIHono } from '@hono/zod-openapi';
import { inferences } from '../../ponto/inferences.ts';
import type { PontoWorld } from '../../ponto/world.ts';
import { createControlApp } from '../control-app.ts';
import { addSharedOperations } from '../shared-operations.ts';
import { addAccounts } from './accounts.ts';
import { addBank } from './bank.ts';
import { addInstitutions } from './institutions.ts';
import { addOrganizations } from './organizations.ts';
import { addPayments } from './payments.ts';
import { addPendingTransactions } from './pending-transactions.ts';
import { addSettings } from './settings.ts';
import { addTransactions } from './transactions.ts';
import { addWebhooks } from './webhooks.ts';

/** The operations of the simulated Ponto over HTTP. */
export function pontoControl(world: PontoWorld): OpenAPIHono {
  const control = createControlApp(
    {
      title: 'Ponto simulator: control',
      description: 'Sets the stage for tests and demonstrations. Nothing of this exists in the real Ponto.',
    },
    inferences,
  );
  addSharedOperations(control, world);
  addSettings(control, world);
  addOrganizations(control, world);
  addInstitutions(control, world);
  addAccounts(control, world);
  addTransactions(control, world);
  addPendingTransactions(control, world);
  addPayments(control, world);
  addBank(control, world);
  addWebhooks(control, world);
  return control.app;
}
