import type { StatementFile, StatementImportState, StatementPreview } from '@onfact-ponto/api-contract';
import type { Mark } from '#lib/components/StateMark.svelte';
import type { Translate } from '#lib/i18n/translate.ts';

/** Codes of the api in marks and words. A code that we do not know yet keeps its own name. */

export const markOfImport: Record<StatementImportState, Mark> = {
  previewed: 'open',
  waiting: 'clock',
  importing: 'clock',
  done: 'check',
  cancelled: 'half',
  failed: 'octagon',
  undone: 'stroke',
};

export const markOfFile: Record<StatementFile['state'], Mark> = {
  ready: 'check',
  already_imported: 'stroke',
  refused: 'octagon',
  imported: 'check',
  undone: 'stroke',
};

/** As many digits as tell two files apart for a person. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** How people call a statement: by the number on paper, else by that of the file. */
export function statementNumber({ paperNumber, sequenceNumber }: StatementPreview): string | null {
  return paperNumber ?? sequenceNumber;
}

const fileRefusals = ['NOT_CODA', 'EMPTY_FILE', 'FILE_TOO_LARGE', 'UNSUPPORTED_VERSION'] as const;

/** Why a whole file is left out: it is the code of its first error, and most errors mean that it was damaged. */
export function refusalInWords({ refusal }: Pick<StatementFile, 'refusal'>, t: Translate): string {
  const known = fileRefusals.find((code) => code === refusal);
  return t(known ? `import.refusal.${known}` : 'import.refusal.errors');
}

const problems = [
  'forbidden',
  'statement_import_without_content',
  'account_choice_not_possible',
  'statement_import_not_undoable',
  'statement_import_started',
] as const;
export type ImportProblem = (typeof problems)[number] | 'failed';

export function problemOf(code: string): ImportProblem {
  return problems.find((known) => known === code) ?? 'failed';
}
