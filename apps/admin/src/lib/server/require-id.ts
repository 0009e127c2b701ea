import { error } from '@sveltejs/kit';
import { isId } from '../is-id.ts';

/** An address with something else than an id of ours leads nowhere, as one of something that is not there. */
export function requireId(locals: App.Locals, id: string): void {
  if (!isId(id)) error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
}
