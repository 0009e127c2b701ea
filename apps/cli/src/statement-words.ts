import type { StatementImport, StatementPreview } from '@onfact-ponto/api-contract';

/** An import in lines for a terminal. */
export function describeImport(found: StatementImport): string[] {
  const { counts, progress } = found;
  return [
    `${found.id}  ${found.state}  ${counts.statements} statements, ${counts.movements} movements: ` +
      `${counts.new} new, ${counts.known} already present, ${counts.doubtful} doubtful`,
    ...(progress ? [`  ${progress.doneCount} of ${progress.totalCount} movements`] : []),
    ...found.files.flatMap((file) => [
      `  ${file.name}  ${file.state}${file.refusal === null ? '' : ` (${file.refusal})`}`,
      ...file.statements.map(describeStatement),
      ...file.issues.map(
        ({ severity, line, messages }) => `    ${severity} ${line === null ? '' : `line ${line}: `}${messages.en}`,
      ),
    ]),
    ...found.unknownAccounts.map(
      ({ reference, currency, choice }) =>
        `  ${reference} ${currency} is no account that we know: ${choice === null ? 'its statements are left out' : choice.type}`,
    ),
  ];
}

function describeStatement(statement: StatementPreview): string {
  const { account, oldBalance, movementsTotal, newBalance, gapBefore } = statement;
  const sum = `${oldBalance?.amount ?? '?'} + ${movementsTotal?.amount ?? '?'} = ${newBalance?.amount ?? '?'} ${account.currency}`;
  const gap = gapBefore ? `; ${gapBefore.amount.amount} missing between ${gapBefore.from} and ${gapBefore.to}` : '';
  return `    ${account.reference}  ${statement.from ?? '?'} to ${statement.to ?? '?'}  ${sum}  ${statement.state}: ${statement.newCount} new, ${statement.knownCount} present, ${statement.doubtfulCount} doubtful${gap}`;
}
