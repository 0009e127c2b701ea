/**
 * The arrows of docs/architecture.md: each workspace may import exactly the ones beside its name. `npm run verify`
 * refuses any other arrow, and `launcher/src/checks/arrows.process.test.ts` shows that it does.
 */
const arrows = {
  'packages/primitives': [],
  'packages/observability': [],
  'packages/reconcile': ['packages/primitives'],
  'packages/sepa': ['packages/primitives'],
  'packages/coda': ['packages/primitives'],
  'packages/ponto-client': ['packages/primitives'],
  'packages/onfact-client': ['packages/primitives'],
  'packages/db': ['packages/primitives'],
  'packages/api-contract': ['packages/primitives'],
  'packages/simulators': ['packages/coda', 'packages/primitives'],
  'packages/application': [
    'packages/db',
    'packages/ponto-client',
    'packages/onfact-client',
    'packages/coda',
    'packages/reconcile',
    'packages/sepa',
    'packages/primitives',
  ],
  'apps/api': ['packages/application', 'packages/api-contract', 'packages/observability', 'packages/primitives'],
  'apps/worker': ['packages/application', 'packages/observability'],
  'apps/admin': ['packages/api-contract', 'packages/primitives'],
  'apps/cli': ['packages/api-contract'],
};

/** Where an app puts itself together: the only place that may reach below the use cases. */
const compositionRoots = ['packages/db', 'packages/ponto-client', 'packages/onfact-client'];

const tests = String.raw`(\.test\.ts$|/testing/)`;
const mains = String.raw`^apps/(api|worker)/src/main\.ts$`;

const arrowRules = Object.entries(arrows).map(([from, to]) => ({
  name: `arrow-of-${from.split('/')[1]}`,
  comment: `${from} may import: ${to.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: [tests, mains] },
  to: { path: '^(packages|apps|launcher|e2e|bench)/', pathNot: [from, ...to].map((allowed) => `^${allowed}/`) },
}));

/** A workspace is imported by its name, so that its exports say what is public. */
const frontDoorRules = [...Object.keys(arrows), 'launcher', 'e2e', 'bench'].map((from) => ({
  name: `front-door-from-${from.split('/').at(-1)}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(packages|apps|launcher)/', pathNot: `^${from}/`, dependencyTypesNot: ['aliased-workspace'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...arrowRules,
    {
      name: 'composition-root',
      comment: 'main.ts of api and worker may also reach the database and the clients, nothing else.',
      severity: 'error',
      from: { path: mains },
      to: {
        path: '^(packages|apps|launcher|e2e|bench)/',
        pathNot: ['^apps/$1/', ...[...arrows['apps/api'], ...compositionRoots].map((allowed) => `^${allowed}/`)],
      },
    },
    {
      name: 'tests-stay-out-of-the-product',
      comment: 'Product code never imports a test kit or the simulators.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [tests, '^packages/simulators/'] },
      to: { path: ['/testing/', '^packages/simulators/'] },
    },
    ...frontDoorRules,
    {
      name: 'nothing-unresolvable',
      comment: 'SvelteKit makes its own modules and the types of a route while it builds.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: String.raw`^(\$app/|\./\$types$)` },
    },
    {
      name: 'no-cycles',
      comment: 'A type may look back at the file that uses it; running code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-dependencies',
      comment: 'What a workspace imports stands in its own package.json.',
      severity: 'error',
      from: { path: '^(packages|apps|launcher)/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    /** Without these two, imports of workspaces are not followed and no arrow is ever wrong. */
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
    tsPreCompilationDeps: true,
    preserveSymlinks: false,
    combinedDependencies: true,
    doNotFollow: { path: ['node_modules', '(^|/)build/', String.raw`(^|/)\.svelte-kit/`] },
    exclude: { path: [String.raw`(^|/)\.svelte-kit/`, '(^|/)build/'] },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
