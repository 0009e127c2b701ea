import {
  acceptCertain,
  allocateTransaction,
  ApiUnreachableError,
  createMatchRule,
  DecisionUndo,
  ignoreTransaction,
  IgnoreReason,
  pairTransfer,
  ProblemError,
  rejectDocuments,
  Remainder,
  RuleOffer,
  undoDecision,
  undoMatchRun,
} from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { statusOf } from '#lib/server/refused.ts';
import { type Answer, type Decided, type DecisionName, type Refused, withoutAnswer } from './decision.ts';
import { allocatedBy } from './split.ts';

/** Each decision of the workbench as a form brings it. */

type Decide = (locals: App.Locals, form: FormData) => Promise<Answer>;

/** Runs a decision; a refusal comes back as an answer with its reason. */
export async function answerTo(decide: Decide, locals: App.Locals, request: Request) {
  const form = await request.formData();
  try {
    const answer = await decide(locals, form);
    return answer.did === 'refused' ? fail(400, answer) : answer;
  } catch (error) {
    const refused = refusalOf(error, formText(form, 'lineId'));
    return fail(statusOf(error), refused);
  }
}

export const accept: Decide = async (locals, form) => {
  const allocations = readAllocations(form);
  const remainder = Remainder.safeParse(formText(form, 'remainder'));
  if (allocations === undefined || !remainder.success) return invalid(form);
  const body = { allocations, remainder: remainder.data, seen: formText(form, 'seen') };
  return decided('accepted', form, await locals.api(allocateTransaction, { params: lineOf(form), body }));
};

export const ignore: Decide = async (locals, form) => {
  const reason = IgnoreReason.catch('no_document').parse(formText(form, 'reason'));
  const note = formText(form, 'note').trim().slice(0, 200);
  const body = { reason, note: note === '' ? null : note, seen: formText(form, 'seen') };
  return decided('ignored', form, await locals.api(ignoreTransaction, { params: lineOf(form), body }));
};

export const transfer: Decide = async (locals, form) => {
  const body = { otherTransactionId: formText(form, 'otherTransactionId'), seen: formText(form, 'seen') };
  return decided('transferred', form, await locals.api(pairTransfer, { params: lineOf(form), body }));
};

export const reject: Decide = async (locals, form) => {
  const body = { documentIds: textsOf(form, 'documentId') };
  return decided('rejected', form, await locals.api(rejectDocuments, { params: lineOf(form), body }));
};

export const undo: Decide = async (locals, form) => {
  const body = DecisionUndo.safeParse(readJson(formText(form, 'undo')));
  if (!body.success) return invalid(form);
  const { seen } = await locals.api(undoDecision, { params: lineOf(form), body: body.data });
  return { did: 'undone', lineId: formText(form, 'lineId'), seen };
};

export const acceptAll: Decide = async (locals, form) => {
  const [account, until] = [formText(form, 'account'), formText(form, 'until')];
  const shown = { lineCount: Number(formText(form, 'lineCount')), until };
  const body = { shown, dryRun: false, ...(account === '' ? {} : { bankAccountId: account }) };
  const { run, lineCount, totals, staleCount } = await locals.api(acceptCertain, { body });
  return { did: 'accepted_all', run, lineCount, totals, staleCount };
};

export const undoRun: Decide = async (locals, form) => {
  const { undoneCount } = await locals.api(undoMatchRun, { params: { matchRunId: formText(form, 'matchRunId') } });
  return { did: 'run_undone', lineCount: undoneCount };
};

export const makeRule: Decide = async (locals, form) => {
  const offer = RuleOffer.safeParse(readJson(formText(form, 'offer')));
  if (!offer.success) return invalid(form);
  const { counterpartReference, direction, action } = offer.data;
  await locals.api(createMatchRule, { body: { counterpartReference, direction, action } });
  return { did: 'rule_made' };
};

function decided(
  did: DecisionName,
  form: FormData,
  { seen, undo, ruleOffer }: Pick<Decided, 'seen' | 'undo' | 'ruleOffer'>,
): Decided {
  return {
    did,
    lineId: formText(form, 'lineId'),
    seen,
    undo,
    ruleOffer,
    documents: formText(form, 'documents').slice(0, 200),
  };
}

/** Exact amounts of a proposal, or what somebody typed: then with the line's amount, whose sign and currency count. */
function readAllocations(form: FormData) {
  const versions = textsOf(form, 'version');
  const currency = formText(form, 'currency');
  const unmatched = { amount: formText(form, 'unmatched'), currency };
  const amounts = form.has('typed')
    ? textsOf(form, 'typed').map((typed) => allocatedBy(typed, unmatched))
    : textsOf(form, 'amount').map((amount) => ({ amount, currency }));
  const allocations = textsOf(form, 'documentId').flatMap((documentId, index) => {
    const [amount, version] = [amounts[index], versions[index]];
    return amount && version !== undefined ? { documentId, amount, version } : [];
  });
  return allocations.length > 0 && allocations.length === amounts.length ? allocations : undefined;
}

function refusalOf(error: unknown, lineId: string): Refused {
  if (error instanceof ApiUnreachableError) return withoutAnswer(lineId);
  if (!(error instanceof ProblemError)) throw error;
  const { code, details, requestId } = error.problem;
  return {
    did: 'refused',
    lineId,
    code,
    by: details?.by ?? null,
    at: details?.at ?? null,
    action: details?.action ?? null,
    isAutomatic: details?.actorType === 'system',
    requestId,
  };
}

function invalid(form: FormData): Refused {
  return { ...withoutAnswer(formText(form, 'lineId')), code: 'invalid_request' };
}

function lineOf(form: FormData) {
  return { bankTransactionId: formText(form, 'lineId') };
}

function textsOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
