import type { Issue } from '../issues.ts';
import { readCoda } from '../reader/read-coda.ts';
import { inputOf } from './input.ts';
import type { Output } from './output.ts';

/**
 * Says what is wrong with a file, one problem a line as compilers do, and closes with a summary.
 * @returns how many errors the file has
 */
export async function checkFile(file: string, isStrict: boolean, output: Output): Promise<number> {
  const counts = { statement: 0, movement: 0, error: 0, warning: 0 };
  for await (const events of readCoda(inputOf(file), { file, strict: isStrict })) {
    for (const event of events) {
      if (event.type === 'statement' || event.type === 'movement') counts[event.type] += 1;
      if (event.type !== 'issue') continue;
      counts[event.severity] += 1;
      await output.write(problemLine(file, event));
    }
  }
  const found = `${counts.statement} statements, ${counts.movement} movements`;
  await output.write(`${file}: ${found}, ${counts.error} errors, ${counts.warning} warnings\n`);
  return counts.error;
}

function problemLine(file: string, { line, column, severity, code, message }: Issue): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${place}: ${severity} ${code}: ${message}\n`;
}
