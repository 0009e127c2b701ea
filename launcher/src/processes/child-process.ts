import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopWithThisProcess } from './process-keeper.ts';
import type { Running } from './running.ts';
import { StartError } from '../start-error.ts';

export type ChildOptions = Readonly<{
  /** As a sentence calls it: "api". */
  name: string;
  /** A file that Node runs. */
  program: string;
  arguments?: readonly string[];
  environment: Readonly<Record<string, string>>;
  folder: string;
  logFile: string;
  isReady(): Promise<boolean>;
}>;

/** Where Node itself would keep it: a second start reads what the first has compiled, and takes a quarter less time. */
const compileCache = join(tmpdir(), 'node-compile-cache');
const startWithinMs = 60_000;
const stopWithinMs = 30_000;

/**
 * Starts one of our programs and waits until it is ready for work.
 * @throws StartError with its own last words when it ends instead
 */
export async function startChildProcess(options: ChildOptions): Promise<Running> {
  const log = openSync(options.logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const child = spawn(process.execPath, [options.program, ...(options.arguments ?? [])], {
    cwd: options.folder,
    env: { ...inherited(), ...options.environment },
    stdio: ['ignore', log, log],
    /** Of its own process group: Ctrl-C must reach only us, who stop everything in order. */
    detached: true,
  });
  closeSync(log);
  stopWithThisProcess(child, 'SIGTERM');

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ?? lastWords(options.logFile, logStart) ?? `exit code ${code}`),
    );
  });
  const running: Running = {
    processId: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(force);
    },
  };
  await waitUntilReady(options, running);
  return running;
}

async function waitUntilReady({ name, isReady, logFile }: ChildOptions, running: Running): Promise<void> {
  let lastWordsOfEnded: string | undefined;
  void running.ended.then((words) => (lastWordsOfEnded = words));
  const startedAt = performance.now();
  while (performance.now() < startedAt + startWithinMs) {
    if (lastWordsOfEnded !== undefined) throw new StartError(sentenceOf(name, lastWordsOfEnded));
    if (await isReady()) return;
    await sleep(50);
  }
  await running.stop();
  throw new StartError(`The ${name} was not ready within a minute; see ${logFile}.`);
}

/** Our programs say themselves that, and why, they cannot start. */
function sentenceOf(name: string, lastWords: string): string {
  return lastWords.includes('cannot start') ? lastWords : `The ${name} cannot start: ${lastWords}`;
}

/** What a program needs of the machine. Everything else it is given by name, so nothing depends on our own shell. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
  const pairs = names.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined)),
    NODE_COMPILE_CACHE: compileCache,
  };
}

/** What the program said for people; lines of its log are for programs. */
function lastWords(logFile: string, from: number): string | undefined {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
  const spoken = lines.filter((line) => line !== '' && !line.startsWith('{'));
  return spoken.slice(-8).join('\n') || undefined;
}
