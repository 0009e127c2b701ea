import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * Nothing that we start may outlive us, not even when this process is killed without warning: a small process of its
 * own knows the process ids and stops them when its pipe to us breaks.
 */
export function stopWithThisProcess(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM'): void {
  if (child.pid === undefined) return;
  const pid = child.pid;
  const pipe = keeperPipe();
  pipe.write(`keep ${pid} ${signal}\n`);
  child.once('exit', () => pipe.write(`forget ${pid}\n`));
}

let keeper: ChildProcess | undefined;

function keeperPipe(): NonNullable<ChildProcess['stdin']> {
  keeper ??= startKeeper();
  if (!keeper.stdin) throw new Error('The process keeper has no pipe');
  return keeper.stdin;
}

function startKeeper(): ChildProcess {
  const main = fileURLToPath(new URL('./process-keeper-main.ts', import.meta.url));
  /** Detached, so that neither Ctrl-C in the terminal nor a signal to our process group reaches it first. */
  const started = spawn(process.execPath, [main], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  started.stdin.on('error', () => undefined);
  started.once('exit', () => (keeper = undefined));
  /** Neither the process nor the pipe keeps us alive. */
  started.unref();
  if (started.stdin instanceof Socket) started.stdin.unref();
  return started;
}
