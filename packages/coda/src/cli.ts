#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { checkFile } from './cli/check-command.ts';
import { isSystemError, unreadable } from './cli/input.ts';
import { OutputClosed, outputTo } from './cli/output.ts';
import { eventWriter, parseFile, type Format } from './cli/parse-command.ts';
import { InputLineError, writeFile } from './cli/write-command.ts';
import { CodaWriteError } from './writer/coda-writer.ts';

const usage = `Usage:
  coda parse FILE… [--format ndjson|json|csv] [--strict]   what the files say
  coda check FILE… [--strict]                              what is wrong with them
  coda write STATEMENTS.ndjson                             CODA from what "coda parse" gives

"-" is standard input. With --strict a balance, total, count or account that does not agree is an error.
Exit status: 0 no error, 1 errors found, 2 wrong use or a file that cannot be read.
`;

const found = { nothing: 0, errors: 1, wrongUse: 2 } as const;

class UsageError extends Error {}

/**
 * Nearly everything made here lives for a moment. Left alone, V8 would give such things ever more room, up to a hundred
 * megabytes, and the promise is that memory does not grow with the file.
 */
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const output = outputTo(process.stdout);
  const problems = outputTo(process.stderr);
  try {
    const { command, files, format, isStrict, isHelp } = readArguments(args);
    if (isHelp) await output.write(usage);
    else if (command === 'write') await writeFile(files[0] ?? '-', output);
    else return await eachFile(command, files, format, isStrict);
    await output.end();
    return found.nothing;
  } catch (error) {
    if (error instanceof OutputClosed) return found.nothing;
    const isWrongInput = error instanceof InputLineError || error instanceof CodaWriteError;
    if (!isWrongInput && !(error instanceof UsageError) && !isSystemError(error)) throw error;
    await problems.write(`coda: ${error.message}\n${error instanceof UsageError ? `\n${usage}` : ''}`);
    await problems.end();
    return isWrongInput ? found.errors : found.wrongUse;
  }

  /** A file that cannot be read does not keep the others from being read. */
  async function eachFile(
    command: string,
    files: readonly string[],
    format: Format,
    isStrict: boolean,
  ): Promise<number> {
    const writer = eventWriter(format, output, problems);
    let status: number = found.nothing;
    if (command === 'parse') await writer.begin();
    for (const file of files) {
      try {
        const errors =
          command === 'parse' ? await parseFile(file, isStrict, writer) : await checkFile(file, isStrict, output);
        if (errors > 0) status = Math.max(status, found.errors);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        await problems.write(unreadable(file, error));
        status = found.wrongUse;
      }
    }
    if (command === 'parse') await writer.end();
    await output.end();
    await problems.end();
    return status;
  }
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parsed(args);
  const [command = '', ...files] = positionals;
  const format = values.format;
  const isHelp = values.help || command === 'help';
  if (!isHelp) {
    if (!['parse', 'check', 'write'].includes(command)) throw new UsageError(`"${command}" is no command`);
    if (files.length === 0) throw new UsageError('No file is given');
    if (command === 'write' && files.length > 1) throw new UsageError('"write" takes one file');
    if (!isFormat(format)) throw new UsageError(`"${format}" is no format`);
  }
  return { command, files, format: isFormat(format) ? format : 'ndjson', isStrict: values.strict, isHelp } as const;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'ndjson' },
        strict: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments');
  }
}

function isFormat(text: string): text is Format {
  return text === 'ndjson' || text === 'json' || text === 'csv';
}
