#!/usr/bin/env node
import { setTimeout as wait } from 'node:timers/promises';
import { ApiUnreachableError, ProblemError } from '@onfact-ponto/api-contract';
import { Command } from 'commander';
import { createApi } from './api.ts';
import { CommandError, statementsCommand } from './commands/statements.ts';
import { ConfigurationError, readConfig } from './config.ts';

/** `npx onfact-ponto …`. Exit status 0 when all went well, 1 when not, 2 for a wrong call or setting. */

const program = new Command('onfact-ponto').description('The Ponto bank link of a company, from the command line');
const terminal = {
  print: (text: string) => {
    console.log(text);
  },
  write: async (bytes: Uint8Array) => {
    if (!process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  },
  wait: async (ms: number) => {
    await wait(ms);
  },
};
program.addCommand(statementsCommand(() => createApi(readConfig(process.env), (request) => fetch(request)), terminal));

try {
  await program.parseAsync();
} catch (error) {
  console.error(explain(error));
  process.exitCode = error instanceof ConfigurationError ? 2 : 1;
}

function explain(error: unknown): string {
  if (error instanceof ProblemError) {
    const { title, code, requestId, details } = error.problem;
    const facts = details ? ` ${JSON.stringify(details)}` : '';
    return `${title} (${code})${facts} Reference for support: ${requestId}`;
  }
  if (error instanceof ApiUnreachableError) return `The api does not answer: ${error.message}`;
  if (error instanceof ConfigurationError || error instanceof CommandError) return error.message;
  throw error;
}
