import type { Check } from './check.ts';
import { toolCheck } from './command.ts';
import { textRuleChecks } from './tracked-text.ts';
import { vitestCheck } from './vitest-check.ts';

/** What needs neither a database nor a browser: under a minute. */
export const quickChecks: readonly Check[] = [
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
  toolCheck('lint (eslint)', 'eslint', '--max-warnings=0', '.'),
  vitestCheck('unit tests', 'unit'),
];

/** Each takes the whole machine, so they run one after the other. */
export const thoroughChecks: readonly Check[] = [
  vitestCheck('tests with a database', 'database'),
  vitestCheck('tests with processes', 'process'),
  vitestCheck('tests in a browser', 'browser'),
];
