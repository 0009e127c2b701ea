import * as contract from '@onfact-ponto/api-contract';
import type { RouteConfig } from '@hono/zod-openapi';

export type ContractRoute = RouteConfig & { operationId: string };

/** Every route that the contract names. A new one is found here by itself. */
export const contractRoutes: readonly ContractRoute[] = Object.values<unknown>(contract).filter(isRoute);

function isRoute(value: unknown): value is ContractRoute {
  return typeof value === 'object' && value !== null && 'operationId' in value && 'path' in value;
}

/** The path with an id in the place of each parameter. */
export function pathOf(route: ContractRoute, id: string): string {
  return route.path.replace(/\{\w+\}/g, id);
}
