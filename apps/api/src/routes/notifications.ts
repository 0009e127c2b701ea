import * as application from '@onfact-ponto/application';
import type { NotificationView } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { Notification } from '@onfact-ponto/api-contract';
import type { ApiDependencies } from '../api-environment.ts';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { momentOf, momentOrNull } from './wire-values.ts';

/** The bell of the signed-in user, and what of it comes by mail. */
export function notificationRoutes() {
  return createRouter()
    .openapi(contract.listNotifications, async (c) => {
      const items = await application.listNotifications(c.var.context, c.req.valid('query'));
      return c.json({ items: items.map(notificationOf), next: null }, 200);
    })
    .openapi({ ...contract.markNotificationsRead, middleware: once }, async (c) => {
      await application.markNotificationsRead(c.var.context, c.req.valid('json'));
      return c.json({ status: 'done' as const }, 200);
    })
    .openapi({ ...contract.dismissNotification, middleware: once }, async (c) => {
      await application.dismissNotification(c.var.context, c.req.valid('param'));
      return c.json({ status: 'done' as const }, 200);
    })
    .openapi(contract.getNotificationSettings, async (c) =>
      c.json({ items: await application.getNotificationSettings(c.var.context) }, 200),
    )
    .openapi(contract.updateNotificationSettings, async (c) => {
      const settings = c.req.valid('json').items;
      return c.json({ items: await application.updateNotificationSettings(c.var.context, { settings }) }, 200);
    });
}

/** Whoever holds the link of a mail need not sign in. */
export function unsubscribeRoutes({ services }: ApiDependencies) {
  return createRouter().openapi(contract.unsubscribe, async (c) =>
    c.json(await application.unsubscribe(services, c.req.valid('json')), 200),
  );
}

function notificationOf(view: NotificationView): Notification {
  return { ...view, createdAt: momentOf(view.createdAt), closedAt: momentOrNull(view.closedAt) };
}
