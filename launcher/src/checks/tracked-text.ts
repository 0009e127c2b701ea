import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, success } from './check.ts';
import type { Check } from './check.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { runTool } from './command.ts';

/** Something that must not stand in a file that is under version control. */
export type TextRule = Readonly<{
  name: string;
  appliesTo(path: string): boolean;
  /** The offending parts of the text; never printed when `isSecret`. */
  find(text: string): readonly string[];
  isSecret?: boolean;
}>;

export const textRules: readonly TextRule[] = [
  {
    name: 'no address of a package registry and no path of one machine',
    appliesTo: (path) => !path.startsWith('launcher/src/checks/tracked-text'),
    find: (text) =>
      [
        ...text.matchAll(/\bregistry\.(?:npmjs|yarnpkg)\.\w+|(?:\/home\/|\/Users\/|C:\\Users\\)[a-z][\w-]*\//g),
        ...text.matchAll(/"resolved":\s*"http[^"]*"/g),
      ].map(([found]) => found),
  },
  {
    name: 'no key of onFact',
    appliesTo: () => true,
    find: (text) => (text.match(/[\w!#%&$@*^-]+/g) ?? []).filter(looksLikeOnfactKey),
    isSecret: true,
  },
  {
    name: 'colours only from the tokens',
    appliesTo: (path) => /^apps\/admin\/src\/.*\.(?:svelte|css)$/.test(path) && !path.endsWith('/styles/tokens.css'),
    find: (text) =>
      [
        ...text.matchAll(
          /(?<![&\w])#[0-9a-f]{3,8}\b(?=[^"'\n]*[;,)])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([^)]*\)/gi,
        ),
      ].map(([found]) => found),
  },
];

/** One check for each rule, over every file under version control. */
export function textRuleChecks(): Check[] {
  return textRules.map((rule) => ({
    name: rule.name,
    async run() {
      const problems = [];
      for (const path of (await trackedFiles()).filter((file) => rule.appliesTo(file))) {
        const text = await readFile(join(repositoryFolder, path), 'utf8').catch(() => '');
        const found = rule.find(text);
        problems.push(...found.map((part) => `${path}: ${rule.isSecret ? 'looks like a secret' : part}`));
      }
      return problems.length === 0 ? success() : failure(problems.join('\n'));
    },
  }));
}

async function trackedFiles(): Promise<string[]> {
  const { exitCode, output } = await runTool('git', ['ls-files', '-z']);
  if (exitCode !== 0) throw new Error(`The list of files needs git: ${output}`);
  return output.split('\0').filter((path) => path !== '');
}

/** 64 characters of all kinds, as onFact's settings page shows them. */
function looksLikeOnfactKey(word: string): boolean {
  return word.length === 64 && [/[a-z]/, /[A-Z]/, /\d/, /[!#%&]/].every((kind) => kind.test(word));
}
