import type { Check } from './check.ts';
import { toolCheck } from './command.ts';
import { textRuleChecks } from './tracked-text.ts';
import { vitestCheck } from './vitest-check.ts';

/** What needs neither a database nor a browser. Lint takes as long as all others before the unit tests. */
export const quickChecks: readonly Check[] = [
  toolCheck('lint (eslint)', 'eslint', '--max-warnings=0', '.'),
  toolCheck('format (prettier)', 'prettier', '--check', '--log-level=warn', '.'),
  ...textRuleChecks(),
  toolCheck('versions (syncpack)', 'syncpack', 'lint'),
  toolCheck(
    'arrows (dependency-cruiser)',
    'depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    'packages',
    'apps',
    'launcher',
    'e2e',
    'bench',
  ),
  toolCheck('dead files and exports (knip)', 'knip'),
  toolCheck('types (tsc)', 'tsc', '--project', '.'),
  toolCheck('types of the admin (svelte-check)', 'npm', 'run', '--silent', 'check', '--workspace=@onfact-ponto/admin'),
  vitestCheck('unit tests', 'unit'),
];

/**
 * Two at once. Those in a browser go from page to page, one after the other, and take the longest; beside them is room
 * for those with processes, which mostly wait, and then for those with a database.
 */
export const thoroughChecks: readonly Check[] = [
  vitestCheck('tests in a browser', 'browser'),
  vitestCheck('tests with processes', 'process'),
  vitestCheck('tests with a database', 'database'),
];
