import {
  inCompany,
  listStatementFiles,
  lockStatementImport,
  updateStatementFile,
  updateStatementImport,
} from '@onfact-ponto/db';
import type { AccountChoice, StatementImport, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { listAccountCandidates } from './account-candidates.ts';
import { assertMayImport } from './assert-may-import.ts';
import { readContent } from './file-content.ts';
import { candidatesFor } from './get-import.ts';
import { openPreview } from './look-at-file.ts';

export type AccountChoiceInput = {
  statementImportId: string;
  reference: string;
  currency: string;
  choice: { type: 'bank_account' | 'payment_account'; id: string } | { type: 'skip' };
};

/** Says which account of the company a number is, or that its statements are left out; the files are looked at anew. */
export async function chooseStatementAccount(context: Context, input: AccountChoiceInput): Promise<void> {
  const { companyId } = context;
  const { statementImportId, reference, currency } = input;
  assertMayImport(context.actor);
  const choice = await possibleChoice(context, input);
  await inCompany(context.db, companyId, async (tx) => {
    const found = await lockStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    if (found.state !== 'previewed') throw new ApplicationError('statement_import_started');
    const others = found.accountChoices.filter((other) => other.reference !== reference || other.currency !== currency);
    const accountChoices = [...others, { reference, currency, choice }];
    await updateStatementImport(tx, found, { accountChoices });
    await lookAgain(tx, { ...found, accountChoices });
  });
}

async function possibleChoice(
  context: Context,
  { reference, currency, choice }: AccountChoiceInput,
): Promise<AccountChoice['choice']> {
  if (choice.type === 'skip') return choice;
  const candidates = (await listAccountCandidates(context)).filter(candidatesFor({ reference, currency }));
  const chosen = candidates.find(({ type, id }) => type === choice.type && id === choice.id);
  if (!chosen) throw new ApplicationError('account_choice_not_possible');
  return { type: chosen.type, id: chosen.id, name: chosen.name };
}

async function lookAgain(tx: Transaction, found: StatementImport): Promise<void> {
  const look = await openPreview(tx, found.companyId, found.accountChoices);
  for (const file of await listStatementFiles(tx, found.companyId, [found.statementImportId])) {
    const bytes = await readContent(tx, file);
    if (bytes) await updateStatementFile(tx, file, { findings: await look({ bytes, hash: file.contentHash }) });
  }
}
