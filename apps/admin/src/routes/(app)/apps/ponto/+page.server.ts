import {
  activateConnection,
  activatePayments,
  ApiUnreachableError,
  checkPayments,
  type BankAccount,
  type Connection,
  deactivateConnection,
  getAccountsOverview,
  getConnection,
  type HistoryBridge,
  ProblemError,
  requestSynchronization,
  updateBankAccount,
} from '@onfact-ponto/api-contract';
import { fail, redirect } from '@sveltejs/kit';
import { brandOf } from '#lib/brand/brands.ts';
import { isShared } from '#lib/ponto/status.ts';
import { connectToPonto } from '#lib/server/connect-to-ponto.ts';
import { pontoLinks } from '#lib/ponto-links.ts';
import { getConfig } from '#lib/server/config.ts';
import { formText } from '#lib/form-text.ts';
import { type HolderMessages, holderMessages } from '#lib/server/holder-messages.ts';
import { renewConsent } from '#lib/server/renew-consent.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('ponto:connection');
  if (url.searchParams.has('payments')) {
    // Back from Ponto's page, where payments were requested: it is asked once how far that is.
    await locals.api(checkPayments, {}).catch(refusedForPayments);
    redirect(303, url.pathname);
  }
  const connection = await locals.api(getConnection, {});
  return {
    connection,
    bridges: await readBridges(locals, connection),
    renewal: await renewalOf(connection, url.searchParams.get('renew')),
    asksToDeactivate: url.searchParams.has('deactivate'),
  };
};

const linkIsStopped = new Set<string>(['connection_needs_reconnect', 'connection_not_linked', 'connection_stopped']);

export const actions: Actions = {
  activate: async ({ locals }) => {
    await locals.api(activateConnection, {});
  },

  connect: connectToPonto,

  synchronize: async ({ locals }) => {
    try {
      await locals.api(requestSynchronization, {});
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, status } = error.problem;
      if (code === 'synchronization_too_soon') return fail(status, { synchronization: 'too_soon' as const });
      if (code === 'ponto_unavailable') return fail(status, { synchronization: 'ponto_unavailable' as const });
      // The page itself says what is wrong with the link.
      if (!linkIsStopped.has(code)) throw error;
    }
    return { synchronization: 'requested' as const };
  },

  activatePayments: async ({ locals }) => {
    const asked = await locals.api(activatePayments, {}).catch(refusedForPayments);
    if ('data' in asked) return asked;
    redirect(303, asked.redirectUrl ?? pontoLinks.dashboard, { external: true });
  },

  checkPayments: async ({ locals }) => {
    const asked = await locals.api(checkPayments, {}).catch(refusedForPayments);
    if ('data' in asked) return asked;
  },

  renew: renewConsent,

  setMatching: async ({ locals, request }) => {
    const form = await request.formData();
    await locals.api(updateBankAccount, {
      params: { bankAccountId: formText(form, 'bankAccountId') },
      body: { automaticMatching: form.get('automaticMatching') === 'exact' ? 'exact' : 'off' },
    });
  },

  deactivate: async ({ locals }) => {
    await locals.api(deactivateConnection, {});
    redirect(303, '/apps?tab=payments');
  },
};

/** Ponto out of order is said beside the buttons; that the link has stopped stands on the page already. */
function refusedForPayments(error: unknown) {
  if (!(error instanceof ProblemError)) throw error;
  const { code, status } = error.problem;
  if (code === 'ponto_unavailable') return fail(status, { payments: 'ponto_unavailable' as const });
  if (!linkIsStopped.has(code)) throw error;
  return fail(status, { payments: undefined });
}

/** The account that the address asks to renew, with what to send to who can. Null for one that is not shared. */
async function renewalOf(
  { bankAccounts }: Connection,
  wanted: string | null,
): Promise<{ account: BankAccount; messages: HolderMessages } | null> {
  const account = bankAccounts.find((one) => one.id === wanted && isShared(one));
  if (!account) return null;
  return { account, messages: await holderMessages(account, brandOf(getConfig().brand).name) };
}

/**
 * What is older than the data of each account. Not while it comes in, because then it is asked every two seconds; and
 * without it the page still shows the link, which is what one comes here to mend.
 */
async function readBridges(
  locals: App.Locals,
  { bankAccounts, lastPull }: Connection,
): Promise<Record<string, HistoryBridge | null>> {
  if (bankAccounts.length === 0 || lastPull?.outcome === 'running') return {};
  try {
    const { items } = await locals.api(getAccountsOverview, {});
    return Object.fromEntries(items.map(({ account, bridge }) => [account.id, bridge]));
  } catch (error) {
    if (error instanceof ProblemError || error instanceof ApiUnreachableError) return {};
    throw error;
  }
}
