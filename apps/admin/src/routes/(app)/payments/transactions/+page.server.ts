import {
  type BankTransactionDetail,
  type PendingTransaction,
  type TransactionProposals,
  getBankTransaction,
  getConnection,
  getTransactionProposals,
  listBankTransactions,
  listPendingTransactions,
  ProblemError,
  undoAllocation,
} from '@onfact-ponto/api-contract';
import { fail, redirect } from '@sveltejs/kit';
import { decideFromForm } from '#lib/server/decide-duplicate.ts';
import { formText } from '#lib/form-text.ts';
import { type Filters, hrefOfLine, readFilters, readPlace, toQuery } from './filters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('ponto:transactions');
  const filters = readFilters(url.searchParams);
  const { at, ...cursor } = readPlace(url.searchParams);
  const selectedId = url.searchParams.get('transaction') ?? undefined;

  const [list, connection, selected, pending] = await Promise.all([
    locals.api(listBankTransactions, {
      query: { ...toQuery(filters), ...cursor, counts: 'true', balances: 'true' },
    }),
    locals.api(getConnection, {}),
    selectedId === undefined ? null : findTransaction(locals, selectedId),
    'after' in cursor || 'before' in cursor ? [] : listPending(locals, filters),
  ]);
  return {
    filters,
    /** Walking back up ends at the first page, wherever one began to count. */
    place: { ...cursor, at: list.previous === null ? 0 : at },
    list,
    pending,
    connection,
    selectedId: selectedId ?? null,
    selected,
    proposals: selected && (await proposalsOf(locals, selected)),
    isExportOpen: url.searchParams.has('export'),
  };
};

export const actions: Actions = {
  undo: async ({ locals, request }) => {
    const form = await request.formData();
    const allocationId = formText(form, 'allocationId');
    const document = formText(form, 'document').slice(0, 100);
    try {
      await locals.api(undoAllocation, { params: { allocationId } });
      return { undo: 'done' as const, allocationId, document };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const undo = error.problem.code === 'allocation_already_undone' ? ('already' as const) : ('failed' as const);
      return fail(error.problem.status, { undo, allocationId, document });
    }
  },

  decide: async ({ locals, request, url }) => {
    const result = await decideFromForm(locals, await request.formData());
    if ('standing' in result) redirect(303, `/payments/transactions${hrefOfLine(url.searchParams, result.standing)}`);
    return result;
  },
};

/** What is announced has no status to filter by: it stands above the whole list, or that of one account. */
async function listPending(locals: App.Locals, { account, ...others }: Filters): Promise<PendingTransaction[]> {
  if (Object.keys(others).length > 0) return [];
  const query = account === undefined ? {} : { bankAccountId: account };
  return (await locals.api(listPendingTransactions, { query })).items;
}

/** Why a line may pay what it is proposed for, or why it is ignored. */
async function proposalsOf(
  locals: App.Locals,
  { id, status }: BankTransactionDetail,
): Promise<TransactionProposals | null> {
  if (status !== 'proposed' && status !== 'ignored') return null;
  return locals.api(getTransactionProposals, { params: { bankTransactionId: id } });
}

/** A link to a line that is not there, or not ours, still shows the list. */
async function findTransaction(locals: App.Locals, bankTransactionId: string): Promise<BankTransactionDetail | null> {
  try {
    return await locals.api(getBankTransaction, { params: { bankTransactionId } });
  } catch (error) {
    if (error instanceof ProblemError && (error.problem.status === 404 || error.problem.status === 400)) return null;
    throw error;
  }
}
