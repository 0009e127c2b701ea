import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createCodaWriter } from './writer/coda-writer.ts';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
const corpus = (name: string) => fileURLToPath(new URL(`../corpus/${name}`, import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'coda-cli-'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('coda parse', () => {
  it('gives one object a line, in file order', async () => {
    const { status, output } = await coda(['parse', corpus('two-movements.cod')]);
    expect(status).toBe(0);
    expect(jsonLines(output).map(({ type }) => type)).toEqual(['statement', 'movement', 'movement', 'statement_end']);
  });

  it('reads standard input', async () => {
    const { status, output } = await coda(['parse', '-'], readFileSync(corpus('two-movements.cod')));
    expect(status).toBe(0);
    expect(jsonLines(output)).toHaveLength(4);
  });

  it('gives one array as JSON', async () => {
    const { output } = await coda(['parse', '--format', 'json', corpus('two-movements.cod')]);
    expect(JSON.parse(output)).toHaveLength(4);
  });

  it('gives a row for each movement as CSV, and issues beside it', async () => {
    const { status, output, problems } = await coda(['parse', '--format', 'csv', corpus('totals-do-not-add-up.cod')]);
    expect(status).toBe(0);
    expect(output.trimEnd().split('\n')).toHaveLength(3);
    expect(jsonLines(problems)).toMatchObject([{ code: 'TOTAL_MISMATCH' }, { code: 'TOTAL_MISMATCH' }]);
  });

  it('goes on after a fault and ends with 1', async () => {
    const { status, output } = await coda(['parse', corpus('letter-in-an-amount.cod')]);
    expect(status).toBe(1);
    expect(jsonLines(output).filter(({ type }) => type === 'movement')).toHaveLength(2);
  });

  it('takes a total that does not agree for an error only when told to be strict', async () => {
    expect((await coda(['parse', corpus('totals-do-not-add-up.cod')])).status).toBe(0);
    expect((await coda(['parse', '--strict', corpus('totals-do-not-add-up.cod')])).status).toBe(1);
  });
});

describe('coda check', () => {
  it('says what is wrong, where, and how much there is', async () => {
    const { status, output } = await coda(['check', corpus('day-that-does-not-exist.cod')]);
    expect(status).toBe(1);
    expect(output).toMatch(/day-that-does-not-exist\.cod:\d+:\d+: error INVALID_DATE: /);
    expect(output).toMatch(/1 statements, 2 movements, 1 errors, 0 warnings\n$/);
  });
});

describe('coda write', () => {
  it.each([
    'two-movements.cod',
    'total-with-details.cod',
    'details-of-details.cod',
    'free-messages.cod',
    'empty-statement.cod',
  ])('gives %s again from what parse says of it', async (name) => {
    const parsed = await coda(['parse', corpus(name)]);
    const { status, bytes } = await coda(['write', '-'], Buffer.from(parsed.output));
    expect(status).toBe(0);
    /** What a bank writes for "none" is none. */
    const original = readFileSync(corpus(name), 'latin1').replaceAll('NOTPROVIDED', ' '.repeat(11));
    expect(bytes.toString('latin1')).toBe(original);
  });

  it('names the line that CODA cannot hold', async () => {
    const { status, problems } = await coda(['write', '-'], Buffer.from('{"type":"statement"}\n'));
    expect(status).toBe(1);
    expect(problems).toContain('line 1');
  });
});

describe('the command line', () => {
  it.each([[[]], [['parse']], [['praise', 'x']], [['parse', '--format', 'xml', 'x']], [['parse', '--loud', 'x']]])(
    'ends with 2 and shows how it is used: %j',
    async (args) => {
      const { status, problems } = await coda(args);
      expect(status).toBe(2);
      expect(problems).toContain('Usage');
    },
  );

  it('ends with 2 when a file cannot be read, and reads the others', async () => {
    const { status, output, problems } = await coda(['parse', join(directory, 'none'), corpus('two-movements.cod')]);
    expect(status).toBe(2);
    expect(problems).toContain('ENOENT');
    expect(jsonLines(output)).toHaveLength(4);
  });

  it('needs no more memory for a large file and a slow reader, and says nothing when that goes away', async () => {
    const file = join(directory, 'large.cod');
    writeFileSync(file, largeFile(150_000));
    const child = spawn(process.execPath, ['--max-old-space-size=64', cli, 'parse', file]);
    let problems = '';
    child.stderr.on('data', (text: Buffer) => (problems += text.toString()));
    for (let reads = 0; reads < 100; reads += 1) {
      await new Promise((resolve) => child.stdout.once('readable', resolve));
      child.stdout.read();
    }
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.once('exit', resolve));
    expect({ status, problems }).toEqual({ status: 0, problems: '' });
  });
});

function largeFile(count: number): Buffer {
  const writer = createCodaWriter();
  const account = { iban: 'BE68539007547034', currency: 'EUR' };
  const pieces = [writer.statement({ account, oldBalance: { amountThousandths: 0, date: '2026-03-01' } })];
  const transactionCode = { type: '0', family: '01', operation: '50', category: '000' };
  for (let at = 0; at < count; at += 1) {
    pieces.push(writer.movement({ amountThousandths: 10, transactionCode, communication: { text: `betaling ${at}` } }));
  }
  writer.close({ date: '2026-03-02' });
  return Buffer.concat([...pieces, writer.end()]);
}

function jsonLines(output: string): { type: string }[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { type: string });
}

async function coda(args: readonly string[], input: Uint8Array = new Uint8Array(0)) {
  const child = spawn(process.execPath, [cli, ...args]);
  const pieces: Buffer[] = [];
  let problems = '';
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.on('data', (text: Buffer) => (problems += text.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const bytes = Buffer.concat(pieces);
  return { status, bytes, output: bytes.toString('utf8'), problems };
}
