import { decideDuplicate, ProblemError } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import type { DecideResult } from '../doubt/decide-result.ts';
import { formText } from '../form-text.ts';

/** A form action, the same on the list and on the report of an import. */
export async function decideFromForm(locals: App.Locals, form: FormData) {
  const bankTransactionId = formText(form, 'bankTransactionId');
  const decision = form.get('decision') === 'same' ? 'same' : 'both';
  try {
    const { bankTransactionId: standing } = await locals.api(decideDuplicate, {
      params: { bankTransactionId },
      body: { decision },
    });
    return { standing };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const decide = error.problem.code === 'duplicate_already_decided' ? 'already' : 'failed';
    return fail<DecideResult>(error.problem.status, { decide, bankTransactionId });
  }
}
