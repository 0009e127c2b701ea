import { createRoute, z } from '@hono/zod-openapi';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Id, Moment, idempotencyHeader } from './values.ts';

/** What the signed-in user is told about the company: in the bell of the admin, and by mail. Not for api keys. */

export const NotificationKind = z.enum([
  /** The consent of a bank ends soon, or is over: at 30, 14, 7 and 1 days, and on the day. */
  'consent_ends',
  /** Nothing is read from Ponto any more. */
  'connection_stopped',
  /** No pull succeeded for a day, or a bank gave Ponto nothing for a day. */
  'no_data',
  'connection_restored',
  /** Ponto no longer lists an account that was shared before. */
  'account_not_shared',
  /** A line of the bank carries our id of a payment, and another amount or account than approved. */
  'payment_differs',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

const language = z.enum(['nl', 'fr', 'en']);

export const Notification = z
  .object({
    id: Id,
    kind: NotificationKind,
    title: z.string(),
    text: z.string(),
    /** One line for each account that it names. */
    accounts: z.array(z.string()).readonly(),
    /** The one next step: `path` is a page of the admin. */
    action: z.object({ label: z.string(), path: z.string() }),
    createdAt: Moment,
    /** When it was over: nobody has to act any more. */
    closedAt: Moment.nullable(),
    isRead: z.boolean(),
    /** The reader can act on it now, and did not put it aside. */
    needsReader: z.boolean(),
  })
  .openapi('Notification');
export type Notification = z.infer<typeof Notification>;

export const listNotifications = createRoute({
  operationId: 'listNotifications',
  summary: 'List what I was told',
  tags: ['Notifications'],
  method: 'get',
  path: '/v1/notifications',
  request: { query: z.object({ language: language.default('nl') }) },
  responses: {
    200: {
      description: 'The latest 50, newest first.',
      content: {
        'application/json': { schema: z.object({ items: z.array(Notification), next: z.null() }) },
      },
    },
    ...problems(...withoutCompany, 'user_required', 'invalid_request'),
  },
});

const done = (description: string) => ({
  description,
  content: { 'application/json': { schema: z.object({ status: z.literal('done') }) } },
});

export const markNotificationsRead = createRoute({
  operationId: 'markNotificationsRead',
  summary: 'Mark as read',
  tags: ['Notifications'],
  method: 'post',
  path: '/v1/notifications/read',
  request: {
    headers: idempotencyHeader,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ notificationIds: z.array(Id).min(1).max(100) }) } },
    },
  },
  responses: {
    200: done('Read; one that is not yours is left out.'),
    ...problems(...withoutCompany, ...underAnotherKey, 'user_required', 'invalid_request'),
  },
});

export const dismissNotification = createRoute({
  operationId: 'dismissNotification',
  summary: 'Put a banner aside',
  tags: ['Notifications'],
  method: 'post',
  path: '/v1/notifications/{notificationId}/dismiss',
  request: { headers: idempotencyHeader, params: z.object({ notificationId: Id }) },
  responses: {
    200: done('For this user, for 24 hours. It stays in the list.'),
    ...problems(...withoutCompany, ...underAnotherKey, 'user_required', 'notification_not_found', 'invalid_request'),
  },
});

export const NotificationSetting = z
  .object({ kind: NotificationKind, inApp: z.boolean(), byMail: z.boolean() })
  .openapi('NotificationSetting');
export type NotificationSetting = z.infer<typeof NotificationSetting>;

const settingsAnswer = {
  200: {
    description: 'Every kind, with how this user hears of it in this company.',
    content: { 'application/json': { schema: z.object({ items: z.array(NotificationSetting) }) } },
  },
};

export const getNotificationSettings = createRoute({
  operationId: 'getNotificationSettings',
  summary: 'Read my wishes',
  tags: ['Notifications'],
  method: 'get',
  path: '/v1/notification-settings',
  responses: { ...settingsAnswer, ...problems(...withoutCompany, 'user_required') },
});

export const updateNotificationSettings = createRoute({
  operationId: 'updateNotificationSettings',
  summary: 'Change my wishes',
  tags: ['Notifications'],
  method: 'put',
  path: '/v1/notification-settings',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ items: z.array(NotificationSetting).max(20) }) } },
    },
  },
  responses: { ...settingsAnswer, ...problems(...withoutCompany, 'user_required', 'invalid_request') },
});

export const unsubscribe = createRoute({
  operationId: 'unsubscribe',
  summary: 'Stop a kind of mail',
  description: 'Without signing in: the token stands in the link at the end of each mail.',
  tags: ['Notifications'],
  security: [],
  method: 'post',
  path: '/v1/notification-unsubscriptions',
  request: {
    body: { required: true, content: { 'application/json': { schema: z.object({ token: z.string().max(1000) }) } } },
  },
  responses: {
    200: {
      description: 'No more mails of this kind from this company for this person; the bell goes on.',
      content: {
        'application/json': { schema: z.object({ kind: NotificationKind, companyName: z.string() }) },
      },
    },
    ...problems('unsubscription_not_valid', 'invalid_request'),
  },
});
