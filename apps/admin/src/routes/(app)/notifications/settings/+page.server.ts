import { getNotificationSettings, NotificationKind, updateNotificationSettings } from '@onfact-ponto/api-contract';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  settings: (await locals.api(getNotificationSettings, {})).items,
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const items = NotificationKind.options.map((kind) => ({
      kind,
      inApp: form.has(`${kind}.inApp`),
      byMail: form.has(`${kind}.byMail`),
    }));
    await locals.api(updateNotificationSettings, { body: { items } });
    return { isSaved: true };
  },
};
