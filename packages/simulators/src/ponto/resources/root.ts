import { Hono } from 'hono';
import { document, productUrl, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';

/** The directory of addresses from which Ibanity's Ruby, Java and Elixir clients start. */
export function root(simulation: PontoSimulation): Hono<Served> {
  const url = (path: string): string => productUrl(simulation, path);
  const institutionAccounts = url(
    '/sandbox/financial-institutions/{financialInstitutionId}/financial-institution-accounts/{financialInstitutionAccountId}',
  );

  const app = new Hono<Served>();
  app.get('/', (c) =>
    document(c, {
      links: {
        userinfo: url('/userinfo'),
        accounts: url('/accounts/{accountId}'),
        account: {
          transactions: url('/accounts/{accountId}/transactions/{transactionId}'),
          pendingTransactions: url('/accounts/{accountId}/pending-transactions/{pendingTransactionId}'),
          payments: url('/accounts/{accountId}/payments/{paymentId}'),
          bulkPayments: url('/accounts/{accountId}/bulk-payments/{bulkPaymentId}'),
          paymentRequests: url('/accounts/{accountId}/payment-requests/{paymentRequestId}'),
          reauthorizationRequests: url('/accounts/{accountId}/reauthorization-requests'),
        },
        financialInstitutions: url('/financial-institutions/{financialInstitutionId}'),
        synchronizations: url('/synchronizations/{synchronizationId}'),
        synchronization: {
          updatedTransactions: url('/synchronizations/{synchronizationId}/updated-transactions'),
          updatedPendingTransactions: url('/synchronizations/{synchronizationId}/updated-pending-transactions'),
        },
        integrationAccounts: url('/integration-accounts'),
        onboardingDetails: url('/onboarding-details'),
        organizations: {
          usage: url('/organizations/{organizationId}/usage/{month}'),
          integration: url('/organizations/{organizationId}/integration'),
        },
        paymentActivationRequests: url('/payment-activation-requests'),
        paymentRequestActivationRequests: url('/payment-request-activation-requests'),
        oauth2: { token: url('/oauth2/token'), revoke: url('/oauth2/revoke') },
        sandbox: {
          financialInstitution: {
            financialInstitutionAccounts: institutionAccounts,
            financialInstitutionAccount: {
              financialInstitutionTransactions: `${institutionAccounts}/financial-institution-transactions/{financialInstitutionTransactionId}`,
            },
          },
        },
      },
    }),
  );
  return app;
}
