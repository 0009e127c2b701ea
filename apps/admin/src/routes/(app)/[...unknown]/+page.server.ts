import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** An address that is none of ours: the error page then stands inside the product, with the menu beside it. */
export const load: PageServerLoad = ({ locals }) => {
  error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
};
