import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { sharedAccounts } from '../integrations.ts';
import { listDocument } from '../list-document.ts';
import { document, queryOf, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { FinancialInstitution } from '../state.ts';
import type { Context } from 'hono';

/** Without a token all of them; with one, only those where the organization shares an account. */
export function financialInstitutions(simulation: PontoSimulation): Hono<Served> {
  const visible = (c: Context): FinancialInstitution[] => {
    const { financialInstitutions: all } = simulation.state;
    if (c.req.header('authorization') === undefined) return all;
    const used = sharedAccounts(simulation, requireOrganization(simulation, c));
    return all.filter(({ id }) => used.some((account) => account.financialInstitutionId === id));
  };

  const app = new Hono<Served>();
  app.get('/financial-institutions', (c) => {
    const filtered = visible(c).filter((institution) => fits(institution, queryOf(c)));
    return listDocument(simulation, c, { items: filtered, path: '/financial-institutions', resource });
  });
  app.get('/financial-institutions/:id', (c) => {
    const institution = visible(c).find(({ id }) => id === c.req.param('id'));
    if (!institution) throw notFound('financialInstitution');
    return document(c, { data: resource(institution) });
  });
  return app;
}

/** `filter[name][contains]=…`, with `eq` and `in` beside `contains`. Other parameters are ignored. */
function fits(institution: FinancialInstitution, query: URLSearchParams): boolean {
  return [...query].every(([key, wanted]) => {
    const [, field, operator] = /^filter\[(\w+)\]\[(eq|in|contains)\]$/.exec(key) ?? [];
    if (field === undefined) return true;
    const value = (
      ({ ...institution, maintenance: undefined } as Record<string, string | undefined>)[field] ?? ''
    ).toLowerCase();
    if (operator === 'contains') return value.includes(wanted.toLowerCase());
    return wanted.toLowerCase().split(',').includes(value);
  });
}

function resource({ id, name, bic, country, primaryColor, secondaryColor, maintenance }: FinancialInstitution): object {
  return {
    type: 'financialInstitution',
    id,
    attributes: {
      name,
      bic,
      country,
      primaryColor,
      secondaryColor,
      status: 'stable',
      deprecated: false,
      logoUrl: null,
      sharedBrandName: null,
      sharedBrandReference: null,
      timeZone: 'Europe/Brussels',
      paymentsEnabled: true,
      paymentsProductTypes: ['sepaCreditTransfer'],
      bulkPaymentsEnabled: true,
      bulkPaymentsProductTypes: ['sepaCreditTransfer'],
      periodicPaymentsEnabled: false,
      periodicPaymentsProductTypes: [],
      futureDatedPaymentsAllowed: true,
      maintenanceFrom: maintenance?.from ?? null,
      maintenanceTo: maintenance?.to ?? null,
      maintenanceType: maintenance?.type ?? null,
    },
  };
}
