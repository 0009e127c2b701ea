import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryFolder } from '../repository-folder.ts';
import { failure, success } from './check.ts';
import type { Check } from './check.ts';

/** A tool that says by its exit code whether all is well. */
export function toolCheck(name: string, tool: string, ...toolArguments: readonly string[]): Check {
  return {
    name,
    async run() {
      const { exitCode, output } = await runTool(tool, toolArguments);
      return exitCode === 0 ? success() : failure(output);
    },
  };
}

/** Runs a program; one that npm installed goes before one of the system. */
export async function runTool(
  tool: string,
  toolArguments: readonly string[],
  folder = repositoryFolder,
): Promise<{ exitCode: number; output: string }> {
  const path = `${join(repositoryFolder, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(tool, toolArguments, {
    cwd: folder,
    env: { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined, DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    /** Windows starts the small command files of npm only through its shell. */
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, output };
}
