import { Hono } from 'hono';
import { attributesOf, document, requireClient, type Served } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';
import { required } from './payment-orders.ts';

const known = [
  'email',
  'firstName',
  'lastName',
  'organizationName',
  'organizationType',
  'enterpriseNumber',
  'vatNumber',
  'addressStreetAddress',
  'addressPostalCode',
  'addressCity',
  'addressCountry',
  'phoneNumber',
  'initialFinancialInstitutionId',
  'partnerReference',
  'automaticSubmissionOnCompletedForms',
  'preferredOtpMethod',
  'requestedOrganisationId',
  'skipFinancialInstitutionSelection',
] as const;

/** What our application knows about a new customer, so that nobody has to type it again. */
export function onboardingDetails(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.post('/onboarding-details', async (c) => {
    requireClient(simulation, c);
    const given = await attributesOf(c);
    required(given, 'email');
    const attributes = Object.fromEntries(known.filter((name) => name in given).map((name) => [name, given[name]]));
    const id = simulation.ids.uuid();
    simulation.state.onboardingDetails[id] = { id, createdAt: timestamp(simulation), attributes };
    simulation.changed();
    return document(c, { data: { type: 'onboardingDetails', id, attributes } }, 201);
  });
  return app;
}
