/** Why a page could not be shown. Each has its own text: what happened, what still works, what to do. */
export const failureCodes = ['not_found', 'forbidden', 'api_unreachable', 'offline', 'unexpected'] as const;
export type FailureCode = (typeof failureCodes)[number];
