import { redirect } from '@sveltejs/kit';
import { getConfig } from '#lib/server/config.ts';
import { formText } from '#lib/form-text.ts';
import { ownPath } from '#lib/server/own-path.ts';
import { savePreferences } from '#lib/server/preferences.ts';
import type { RequestHandler } from './$types';

/** Keeps language, theme or row height, and goes back to the page that asked. */
export const POST: RequestHandler = async ({ request, cookies }) => {
  const form = await request.formData();
  savePreferences(cookies, form, getConfig().origin.startsWith('https:'));
  redirect(303, ownPath(formText(form, 'to')));
};
