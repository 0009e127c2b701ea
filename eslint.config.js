import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

/**
 * What the formatter and the compiler cannot see. Time, chance and the environment come from outside: packages and
 * apps receive them, so that tests can decide on them (docs/architecture.md).
 */
export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/build/',
      '**/dist/',
      '**/.svelte-kit/',
      '.data/',
      '.turbo/',
      'packages/db/migrations/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['packages/db/drizzle.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
      globals: globals.node,
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      /** A function may be async because its interface is, whatever it does inside. */
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      /** Our objects come from factories and use no `this`: their functions may be passed on. */
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['apps/admin/src/**/*.svelte', 'apps/admin/src/**/*.svelte.ts'],
    extends: [ts.configs.recommended, svelte.configs.recommended],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
      globals: globals.browser,
    },
    rules: {
      /** The admin lives at the root of its own host, so an address is written as people see it. */
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    name: 'time, chance and the environment are injected',
    files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts', '**/testing/**', 'apps/*/src/main.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Waiting is injected: take a clock.' },
        { name: 'setInterval', message: 'Waiting is injected: take a clock.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is injected: take a clock.' },
        { object: 'Math', property: 'random', message: 'Chance is injected.' },
        { object: 'process', property: 'env', message: 'Only config.ts and main.ts read the environment.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time is injected: take a clock.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Exports have names, so that they are found by them.' },
        {
          selector: 'TSEnumDeclaration',
          message: 'Node runs these files by stripping types; a union of strings serves.',
        },
      ],
    },
  },
  {
    name: 'on a screen, waiting is part of what a person sees',
    files: ['apps/admin/src/**/*.svelte', 'apps/admin/src/**/*.svelte.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    name: 'these talk to a person in a terminal',
    files: ['launcher/src/**/*.ts', 'bench/src/**/*.ts', 'apps/*/src/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'tests may be blunt',
    files: ['**/*.test.ts', '**/testing/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);
