import { refreshAll } from '$app/navigation';

/** Sends a preference without leaving the page; without client script the same form does it with a page load. */
export async function submitPreference(event: SubmitEvent & { currentTarget: HTMLFormElement }): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget;
  await fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter), redirect: 'manual' });
  await refreshAll();
}
