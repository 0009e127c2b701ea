import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { contextOf, createApiKey } from '@onfact-ponto/application';
import { Problem, StatementImport, statementUploadLimits } from '@onfact-ponto/api-contract';
import { addStatementAccount, inCompany } from '@onfact-ponto/db';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listen } from '../server.ts';
import type { ListeningServer } from '../server.ts';
import { givenApi } from '../testing/given-api.ts';
import type { TestApi } from '../testing/given-api.ts';
import { givenBookedCompany, membershipOf } from '../testing/given-booked-company.ts';
import type { BookedCompany } from '../testing/given-booked-company.ts';

const corpus = new URL('../../../../packages/coda/corpus/', import.meta.url);
const twoMovements = readFileSync(new URL('two-movements.cod', corpus));
const path = '/v1/statement-imports';

let api: TestApi;
let company: BookedCompany;
let server: ListeningServer;
let url: string;
let authorization: string;

beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
  company = await givenBookedCompany(api.db, 'Linde');
  await inCompany(api.db, company.companyId, (tx) =>
    addStatementAccount(tx, {
      companyId: company.companyId,
      reference: 'BE35736000123437',
      referenceType: 'IBAN',
      currency: 'EUR',
      description: 'Zichtrekening',
      onfactPaymentAccountId: null,
    }),
  );
  const context = contextOf(api.services, company.companyId, { type: 'system', job: 'test' });
  authorization = `Bearer ${(await createApiKey(context, { name: 'Test' })).key}`;
  server = await listen(api.app, { port: 0, host: '127.0.0.1', sleep: (ms) => sleep(ms) });
  url = `http://127.0.0.1:${server.port}${path}`;
});
afterAll(async () => {
  await server.close(1_000);
  await api.close();
});

it('looks at files, starts the import and says what it did', async () => {
  const preview = await read(await upload(['maart.cod', twoMovements], ['foto.pdf', Buffer.from('%PDF-1.7')]));
  expect(preview).toMatchObject({
    state: 'previewed',
    createdBy: 'Test',
    counts: { movements: 2, new: 2, known: 0, doubtful: 0 },
    files: [
      { name: 'maart.cod', state: 'ready', encoding: 'windows-1252', errorCount: 0 },
      { name: 'foto.pdf', state: 'refused', refusal: 'NOT_CODA', issues: [{ messages: { nl: expect.any(String) } }] },
    ],
  });
  expect(preview.files[0]?.statements[0]).toMatchObject({
    state: 'ready',
    account: { reference: 'BE35736000123437', name: 'Zichtrekening' },
    difference: { amount: '0.00', currency: 'EUR' },
  });
  const started = await fetch(`${url}/${preview.id}/start`, { method: 'POST', headers: { authorization } });
  expect(started.status).toBe(202);
  expect(await started.json()).toMatchObject({ state: 'waiting', progress: { doneCount: 0, totalCount: 2 } });
  const again = await fetch(`${url}/${preview.id}/start`, { method: 'POST', headers: { authorization } });
  expect(Problem.parse(await again.json())).toMatchObject({ status: 409, code: 'statement_import_started' });
});

describe('an upload that cannot be', () => {
  it('is refused by its announced size before a byte of it is read', async () => {
    const answer = await api.ask('POST', path, {
      headers: {
        authorization,
        'content-length': String(500 * 1024 * 1024),
        'content-type': 'multipart/form-data; boundary=x',
      },
      body: '--x--',
    });
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('is refused when it turns out too large while it comes in', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const pieces = async function* () {
      for (let sent = 0; sent < statementUploadLimits.bytes + 8 * piece.length; sent += piece.length) yield piece;
    };
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'multipart/form-data; boundary=x' },
      body: pieces(),
      duplex: 'half',
    } as unknown as RequestInit);
    expect(answer.status).toBe(413);
  });

  it('is refused with more files than it may hold, without files, and as anything but form data', async () => {
    const many = Array.from(
      { length: statementUploadLimits.files + 1 },
      (_, index) => [`${index}.cod`, twoMovements] as const,
    );
    expect(Problem.parse(await (await upload(...many)).json()).code).toBe('too_many_files');
    expect(Problem.parse(await (await upload()).json()).code).toBe('invalid_request');
    const json = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
  });

  it('leaves nothing behind when it is cut off, and its place is free again', async () => {
    for (let attempt = 0; attempt < 8; attempt += 1) await startAndBreakOff();
    const preview = await read(await upload(['maart.cod', twoMovements]));
    expect(preview.files).toHaveLength(1);
  });

  it('is refused to somebody who may only look', async () => {
    const user = { sub: 'u-look', email: 'look@example.test', name: 'Tom', companies: [membershipOf(company, 'user')] };
    const ask = await api.signIn(user);
    const answer = await ask('POST', path, {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="files"; filename="a.cod"\r\n\r\n0\r\n--x--\r\n',
    });
    expect(Problem.parse(await answer.json())).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

it('names a file as its sender did, made fit for one line', async () => {
  const preview = await read(await upload(['../..\u202E/etc/pass\twd.cod', twoMovements]));
  expect(preview.files[0]?.name).not.toMatch(/[\p{C}]/u);
});

function upload(...files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<Response> {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('files', new File([new Uint8Array(bytes)], name));
  return fetch(url, { method: 'POST', headers: { authorization }, body: form });
}

async function read(answer: Response): Promise<StatementImport> {
  expect(answer.status).toBe(201);
  return StatementImport.parse(await answer.json());
}

/** Half of a request, and then the line is dead. */
async function startAndBreakOff(): Promise<void> {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n` +
      'content-type: multipart/form-data; boundary=x\r\ncontent-length: 100000\r\n\r\n--x\r\n',
  );
  await sleep(30);
  socket.destroy();
}
