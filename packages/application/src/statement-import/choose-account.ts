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

/** Says which account of the company a number is, or that its statements are left out; the files are looked at anew. */
export async function chooseStatementAccount(
  context: Context,
  input: { statementImportId: string } & AccountChoice,
): Promise<void> {
  const { companyId } = context;
  const { statementImportId, reference, currency, choice } = input;
  assertMayImport(context.actor);
  await assertPossible(context, input);
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

async function assertPossible(context: Context, { reference, currency, choice }: AccountChoice): Promise<void> {
  if (choice.type === 'skip') return;
  const candidates = (await listAccountCandidates(context)).filter(candidatesFor({ reference, currency }));
  if (!candidates.some(({ type, id }) => type === choice.type && id === choice.id)) {
    throw new ApplicationError('account_choice_not_possible');
  }
}

async function lookAgain(tx: Transaction, found: StatementImport): Promise<void> {
  const look = await openPreview(tx, found.companyId, found.accountChoices);
  for (const file of await listStatementFiles(tx, found.companyId, [found.statementImportId])) {
    const bytes = await readContent(tx, file);
    if (bytes) await updateStatementFile(tx, file, { findings: await look({ bytes, hash: file.contentHash }) });
  }
}
