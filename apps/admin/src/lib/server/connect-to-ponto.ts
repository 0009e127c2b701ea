import { startAuthorization } from '@onfact-ponto/api-contract';
import { redirect, type RequestEvent } from '@sveltejs/kit';

/**
 * A form action: asks the api for a fresh address at Ponto and sends the browser there. The api makes the address from
 * its own configuration; nothing that a user wrote is in it.
 */
export async function connectToPonto({ locals }: RequestEvent): Promise<never> {
  const { redirectUrl } = await locals.api(startAuthorization, { body: { language: locals.preferences.language } });
  redirect(303, redirectUrl, { external: true });
}
