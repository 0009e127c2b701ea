import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { repositoryFolder } from '../repository-folder.ts';
import { runTool } from './command.ts';

let tree: string;
beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'onfact-ponto-arrows-'));
  await givenPackage('packages/primitives', 'primitives');
  await givenPackage('packages/db', 'db');
  await givenPackage('apps/api', 'api');
});
afterEach(() => rm(tree, { recursive: true, force: true }));

it('lets arrows point down', async () => {
  await givenFile('packages/db/src/index.ts', "import '@onfact-ponto/primitives';");
  expect(await violations()).toEqual([]);
});

it('refuses an arrow that points up', async () => {
  await givenFile('packages/primitives/src/index.ts', "import '@onfact-ponto/db';");
  expect(await violations()).toContain('arrow-of-primitives');
});

it('lets only main.ts of an app reach the database', async () => {
  await givenFile('apps/api/src/main.ts', "import '@onfact-ponto/db';");
  expect(await violations()).toEqual([]);
  await givenFile('apps/api/src/routes.ts', "import '@onfact-ponto/db';");
  expect(await violations()).toContain('arrow-of-api');
});

it('refuses an import that leads nowhere, and one around the front door', async () => {
  await givenFile('packages/db/src/index.ts', "import '@onfact-ponto/nobody';");
  expect(await violations()).toContain('nothing-unresolvable');
  await givenFile('packages/db/src/index.ts', "import '../../primitives/src/index.ts';");
  expect(await violations()).toContain('front-door-from-db');
});

async function violations(): Promise<string[]> {
  const config = join(repositoryFolder, '.dependency-cruiser.mjs');
  const { output } = await runTool(
    'depcruise',
    ['--config', config, '--output-type', 'json', 'packages', 'apps'],
    tree,
  );
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string } }[] } };
  return summary.violations.map(({ rule }) => rule.name);
}

async function givenPackage(folder: string, name: string): Promise<void> {
  const dependencies = { '@onfact-ponto/primitives': '*', '@onfact-ponto/db': '*' };
  const about = { name: `@onfact-ponto/${name}`, type: 'module', exports: { '.': './src/index.ts' }, dependencies };
  await givenFile(`${folder}/package.json`, JSON.stringify(about));
  await givenFile(`${folder}/src/index.ts`, 'export {};');
  await givenFile('package.json', JSON.stringify({ type: 'module', workspaces: ['packages/*', 'apps/*'] }));
  await givenFile('tsconfig.json', '{}');
  const link = join(tree, 'node_modules/@onfact-ponto', name);
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(tree, folder), link);
}

async function givenFile(path: string, text: string): Promise<void> {
  const file = join(tree, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
