import { OpenAPIHono } from '@hono/zod-openapi';
import { statementUploadLimits, uploadStatements } from '@onfact-ponto/api-contract';
import { bodyLimit } from 'hono/body-limit';
import type { ApiDependencies, ApiEnvironment } from './api-environment.ts';
import { authPath } from './auth.ts';
import { createAdminProxy, requireAdminProxy } from './middleware/admin-proxy.ts';
import { authenticate, requireCompany, requireSupport } from './middleware/authentication.ts';
import { requestLog } from './middleware/request-log.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { ProblemException, problemOfError, problemResponse } from './problems.ts';
import { accountHistoryRoutes } from './routes/account-history.ts';
import { bankAccountRoutes } from './routes/bank-accounts.ts';
import { bankTransactionRoutes } from './routes/bank-transactions.ts';
import { connectionRoutes } from './routes/connection.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { matchRunRoutes } from './routes/match-runs.ts';
import { matchingRoutes } from './routes/matching.ts';
import { notificationRoutes, unsubscribeRoutes } from './routes/notifications.ts';
import { operationsRoutes } from './routes/operations.ts';
import { outgoingPaymentRoutes } from './routes/outgoing-payments.ts';
import { paymentsOverviewRoutes } from './routes/payments-overview.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { sessionRoutes } from './routes/session.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { statementImportRoutes } from './routes/statement-imports.ts';
import { supportRoutes } from './routes/support.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** No request of this api holds more than a few fields, but for uploads. */
const limitBody = bodyLimit({ maxSize: 64 * 1024, onError: refuseSize });
/** The files themselves and what form data writes around each of them. */
const limitUpload = bodyLimit({ maxSize: statementUploadLimits.bytes + 256 * 1024, onError: refuseSize });

/**
 * The whole HTTP surface. What a request passes, in order: id and log line, security headers, size, then for `/v1`
 * who asks and for which company, then the contract of the route.
 */
export function createApp(dependencies: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const { log, services, apiOrigin, adminOrigin, adminProxySecret } = dependencies;
  const adminProxy = createAdminProxy(adminProxySecret);
  const app = new OpenAPIHono<ApiEnvironment>();

  app.use(requestLog(log, services.clock), securityHeaders);
  app.use((c, next) => (isUpload(c.req) ? limitUpload(c, next) : limitBody(c, next)));
  app.onError((error, c) => problemOfError(error, c.var.requestId, c.var.log));
  app.notFound((c) => {
    const allowed = methodsOf(app, c.req.path);
    if (allowed.length === 0) return problemResponse('not_found', c.var.requestId);
    const answer = problemResponse('method_not_allowed', c.var.requestId);
    answer.headers.set('allow', allowed.join(', '));
    return answer;
  });

  app.route('/', operationsRoutes(dependencies));
  app.use(`${authPath}/*`, requireAdminProxy(adminProxy, adminOrigin));
  app.route(authPath, signInRoutes(dependencies));
  app.route('/', webhookRoutes(dependencies));

  app.route('/', unsubscribeRoutes(dependencies));
  app.use('/v1/*', authenticate(dependencies, adminProxy));
  app.route('/', sessionRoutes(dependencies));
  app.use('/v1/support/*', requireSupport);
  app.route('/', supportRoutes(dependencies));
  app.use('/v1/*', requireCompany(dependencies));
  app.route('/', connectionRoutes());
  app.route('/', bankAccountRoutes());
  app.route('/', bankTransactionRoutes());
  app.route('/', reconciliationRoutes());
  app.route('/', matchRunRoutes());
  app.route('/', matchingRoutes());
  app.route('/', notificationRoutes());
  app.route('/', statementImportRoutes());
  app.route('/', accountHistoryRoutes());
  app.route('/', paymentsOverviewRoutes());
  app.route('/', outgoingPaymentRoutes());

  app.route('/', documentationRoutes(app, apiOrigin));
  return app;
}

function isUpload({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && path === uploadStatements.path;
}

function refuseSize(): never {
  throw new ProblemException('payload_too_large');
}

/** What the address does know, for one that was asked with another method. */
function methodsOf(app: OpenAPIHono<ApiEnvironment>, path: string): string[] {
  const routes = app.routes.filter(({ method, path: pattern }) => method !== 'ALL' && matches(pattern, path));
  return [...new Set(routes.map(({ method }) => method.toUpperCase()))];
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const given = path.split('/');
  return (
    expected.length === given.length && expected.every((part, index) => part.startsWith(':') || part === given[index])
  );
}
