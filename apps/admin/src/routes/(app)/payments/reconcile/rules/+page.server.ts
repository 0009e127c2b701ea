import {
  createMatchRule,
  deleteMatchRule,
  IgnoreReason,
  listMatchRules,
  previewMatchRule,
  ProblemError,
  type RouteInput,
  updateMatchRule,
} from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { refusedBy } from '#lib/server/refused.ts';
import type { Actions, PageServerLoad } from './$types';

type NewRule = RouteInput<typeof createMatchRule>['body'];

export const load: PageServerLoad = async ({ locals, url }) => {
  const rule = readRule((name) => url.searchParams.get(name) ?? '');
  const [rules, preview] = await Promise.all([
    locals.api(listMatchRules, {}),
    rule === undefined ? undefined : orNothing(locals.api(previewMatchRule, { body: rule })),
  ]);
  return { rules: rules.items, asked: rule && preview ? { rule, preview } : undefined };
};

export const actions: Actions = {
  create: async ({ locals, request }) => {
    const form = await request.formData();
    const rule = readRule((name) => formText(form, name));
    if (rule === undefined) return fail(400, { problem: 'invalid_request' as const });
    try {
      await locals.api(createMatchRule, { body: rule });
      return { done: 'created' as const };
    } catch (error) {
      const refused = refusedBy(error);
      const exists = refused.code === 'match_rule_exists';
      return fail(refused.status, { problem: exists ? ('exists' as const) : ('invalid_request' as const) });
    }
  },

  switch: async ({ locals, request }) => {
    const form = await request.formData();
    const isOn = formText(form, 'isOn') === 'true';
    await locals.api(updateMatchRule, { params: { matchRuleId: formText(form, 'matchRuleId') }, body: { isOn } });
    return { done: isOn ? ('on' as const) : ('off' as const) };
  },

  delete: async ({ locals, request }) => {
    const form = await request.formData();
    await locals.api(deleteMatchRule, { params: { matchRuleId: formText(form, 'matchRuleId') } });
    return { done: 'deleted' as const };
  },
};

/** A rule as an address or a form writes it: an IBAN, a direction, and a relation or a reason to ignore. */
function readRule(text: (name: string) => string): NewRule | undefined {
  const counterpartReference = text('iban').replace(/\s/g, '').toUpperCase();
  const direction = text('direction');
  if (!/^[A-Z0-9]{5,34}$/.test(counterpartReference) || (direction !== 'in' && direction !== 'out')) return undefined;
  const reason = IgnoreReason.safeParse(text('reason'));
  const relationId = text('relation').slice(0, 64);
  if (relationId !== '') return { counterpartReference, direction, action: { type: 'relation', relationId } };
  return reason.success
    ? { counterpartReference, direction, action: { type: 'ignore', reason: reason.data } }
    : undefined;
}

/** An address that asks about a relation that is not there still shows the rules. */
async function orNothing<Found>(answer: Promise<Found>): Promise<Found | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status < 500) return undefined;
    throw error;
  }
}
