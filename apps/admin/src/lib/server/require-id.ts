import { error } from '@sveltejs/kit';

/** An address with something else than an id of ours leads nowhere, as one of something that is not there. */
export function requireId(locals: App.Locals, id: string): void {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  if (!isId) error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
}
