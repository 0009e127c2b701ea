import { createCodaWriter, type CodaWriter } from '../writer/coda-writer.ts';
import { closingInput, movementInput, statementInput, type JsonObject } from './json-input.ts';
import { inputOf } from './input.ts';
import type { Output } from './output.ts';

/** A line of the input that is no event, or one that CODA cannot hold. */
export class InputLineError extends Error {
  override readonly name = 'InputLineError';
}

/** Writes CODA from the lines that `coda parse` gives. A group of a total and its details is held at a time. */
export async function writeFile(file: string, output: Output): Promise<void> {
  const writer = createCodaWriter();
  const groups = groupsOf(writer, output);
  let number = 0;
  for await (const line of linesOf(inputOf(file))) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      await groups.take(JSON.parse(line) as JsonObject);
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'OutputClosed') throw error;
      throw new InputLineError(`line ${number}: ${error.message}`, { cause: error });
    }
  }
  await groups.finish();
  await output.write(writer.end());
  await output.end();
}

/** Puts details under the total that they follow. */
function groupsOf(writer: CodaWriter, output: Output) {
  let group: JsonObject[] = [];

  async function finish(): Promise<void> {
    if (group.length > 0) await output.write(writer.movement(movementInput(group)));
    group = [];
  }

  return {
    finish,
    async take(event: JsonObject): Promise<void> {
      if (event.type === 'issue') return;
      if (event.type !== 'movement' || event.parent === null || event.parent === undefined) await finish();
      switch (event.type) {
        case 'movement':
          group.push(event);
          return;
        case 'statement':
          return output.write(writer.statement(statementInput(event)));
        case 'message':
          writer.message(textOf(event));
          return;
        case 'statement_end': {
          const closing = closingInput(event);
          if (closing !== null) writer.close(closing);
          return;
        }
        default:
          throw new RangeError(`"${String(event.type)}" is no type of event`);
      }
    },
  };
}

function textOf({ text }: JsonObject): string {
  if (typeof text !== 'string') throw new RangeError('text is missing');
  return text;
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new RangeError('A line is too long to be an event');
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Far more than a movement with all its information. */
const longestLine = 16 * 1024 * 1024;
