import {
  ApiUnreachableError,
  dismissNotification,
  listNotifications,
  markNotificationsRead,
  type Notification,
  ProblemError,
} from '@onfact-ponto/api-contract';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { formText } from '../form-text.ts';
import { ownPath } from './own-path.ts';

/** The bell is beside every page: that it cannot be read must not take the page away. */
export async function readBell(locals: App.Locals): Promise<readonly Notification[]> {
  try {
    return (await locals.api(listNotifications, { query: { language: locals.preferences.language } })).items;
  } catch (error) {
    if (error instanceof ProblemError || error instanceof ApiUnreachableError) return [];
    throw error;
  }
}

/** Form actions of the bell and the banner; they go back to the page that one was on. */
export const notificationActions = {
  read: async ({ locals, request }: RequestEvent) => {
    const form = await request.formData();
    const notificationIds = form.getAll('notificationId').filter((id) => typeof id === 'string');
    if (notificationIds.length > 0) await locals.api(markNotificationsRead, { body: { notificationIds } });
    redirect(303, ownPath(formText(form, 'to'), '/notifications'));
  },

  dismiss: async ({ locals, request }: RequestEvent) => {
    const form = await request.formData();
    await locals.api(dismissNotification, { params: { notificationId: formText(form, 'notificationId') } });
    redirect(303, ownPath(formText(form, 'to'), '/notifications'));
  },
};
