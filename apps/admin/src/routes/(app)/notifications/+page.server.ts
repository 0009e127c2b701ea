import { notificationActions } from '#lib/server/notifications.ts';
import type { Actions } from './$types';

/** What it shows is loaded with every page, for the bell. */
export const actions: Actions = notificationActions;
