import { getPaymentsOverview } from '@onfact-ponto/api-contract';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ overview: await locals.api(getPaymentsOverview, {}) });
