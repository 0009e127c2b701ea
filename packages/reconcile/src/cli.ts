#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createReplay } from './cli/replay.ts';

const usage = `Usage:
  reconcile replay [FILE]   answers the events of a ledger, one JSON object a line; "-" or nothing is standard input

Exit status: 0 all was read, 2 wrong use or a file that cannot be read.
`;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const file = fileOf(args);
  if (file === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    await replay(file === '-' ? process.stdin : createReadStream(file));
    return 0;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    process.stderr.write(`reconcile: ${error.message}\n`);
    return 2;
  }
}

function fileOf(args: readonly string[]): string | undefined {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [command, file = '-', ...others] = positionals;
    return command === 'replay' && others.length === 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Answers all that a piece of input asks for before the next is read. */
async function replay(input: NodeJS.ReadableStream): Promise<void> {
  let answers: string[] = [];
  const session = createReplay((line) => answers.push(line));
  input.setEncoding('utf8');
  let line = 0;
  let rest = '';
  for await (const piece of input) {
    const texts = (rest + piece.toString()).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) session.read(text, (line += 1));
    await flush();
  }
  session.read(rest, line + 1);
  session.end();
  await flush();

  async function flush(): Promise<void> {
    if (answers.length === 0) return;
    const text = `${answers.join('\n')}\n`;
    answers = [];
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}
