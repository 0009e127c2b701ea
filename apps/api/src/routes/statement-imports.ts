import { Readable } from 'node:stream';
import * as application from '@onfact-ponto/application';
import type { UploadedFile } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { ProblemException } from '../problems.ts';
import { createRouter } from '../router.ts';
import {
  readImportCursor,
  readMovementCursor,
  writeImportCursor,
  writeMovementCursor,
} from './statement-import-cursors.ts';
import { importOf, importedMovementOf, summaryOf } from './statement-import-shape.ts';

/** Each upload is held in memory while it is looked at: more at once would be more memory than a process has. */
const maximumUploadsAtOnce = 3;

export function statementImportRoutes() {
  let uploadsAtOnce = 0;
  return createRouter()
    .openapi(contract.uploadStatements, async (c) => {
      if (uploadsAtOnce >= maximumUploadsAtOnce) throw new ProblemException('too_many_requests');
      uploadsAtOnce += 1;
      try {
        const files = await uploadedFiles(await c.req.parseBody({ all: true }));
        const { statementImportId } = await application.uploadStatements(c.var.context, files);
        return c.json(importOf(await application.getStatementImport(c.var.context, { statementImportId })), 201);
      } finally {
        uploadsAtOnce -= 1;
      }
    })
    .openapi(contract.listStatementImports, async (c) => {
      const { after, limit } = c.req.valid('query');
      const before = after === undefined ? undefined : readImportCursor(after);
      const page = await application.listStatementImports(c.var.context, { before, limit });
      return c.json({ items: page.items.map(summaryOf), next: page.next && writeImportCursor(page.next) }, 200);
    })
    .openapi(contract.getStatementImport, async (c) => {
      return c.json(importOf(await application.getStatementImport(c.var.context, c.req.valid('param'))), 200);
    })
    .openapi({ ...contract.chooseStatementAccount, middleware: once }, async (c) => {
      const { reference, currency, choice } = c.req.valid('json');
      const input = { ...c.req.valid('param'), reference, currency, choice: choiceOf(choice) };
      await application.chooseStatementAccount(c.var.context, input);
      return c.json(importOf(await application.getStatementImport(c.var.context, c.req.valid('param'))), 200);
    })
    .openapi({ ...contract.startStatementImport, middleware: once }, async (c) => {
      await application.startStatementImport(c.var.context, c.req.valid('param'));
      return c.json(importOf(await application.getStatementImport(c.var.context, c.req.valid('param'))), 202);
    })
    .openapi({ ...contract.cancelStatementImport, middleware: once }, async (c) => {
      await application.cancelStatementImport(c.var.context, c.req.valid('param'));
      return c.json(importOf(await application.getStatementImport(c.var.context, c.req.valid('param'))), 200);
    })
    .openapi({ ...contract.undoStatementImport, middleware: once }, async (c) => {
      await application.undoStatementImport(c.var.context, c.req.valid('param'));
      return c.json(importOf(await application.getStatementImport(c.var.context, c.req.valid('param'))), 200);
    })
    .openapi(contract.listImportedMovements, async (c) => {
      const { after, limit, outcome } = c.req.valid('query');
      const page = await application.listImportedMovements(c.var.context, {
        ...c.req.valid('param'),
        outcome,
        after: after === undefined ? undefined : readMovementCursor(after),
        limit,
      });
      return c.json(
        { items: page.items.map(importedMovementOf), next: page.next && writeMovementCursor(page.next) },
        200,
      );
    })
    .openapi(contract.getStatementImportReport, async (c) => {
      const { statementImportId } = c.req.valid('param');
      const report = await application.readImportReport(c.var.context, { statementImportId, ...c.req.valid('query') });
      return c.body(Readable.toWeb(report) as ReadableStream, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="coda-import-${statementImportId}.csv"`,
      }) as never;
    })
    .openapi({ ...contract.decideDuplicate, middleware: once }, async (c) => {
      const input = { ...c.req.valid('param'), ...c.req.valid('json') };
      return c.json(await application.decideDuplicate(c.var.context, input), 200);
    });
}

type FormValue = string | File | (string | File)[];

/** Names come from the uploader and are for people only. */
async function uploadedFiles(form: Record<string, FormValue>): Promise<UploadedFile[]> {
  const parts = [form.files ?? []].flat().filter((part): part is File => part instanceof File && part.size > 0);
  if (parts.length > application.uploadLimits.files) throw new ProblemException('too_many_files');
  return Promise.all(parts.map(async (part) => ({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) })));
}

function choiceOf({ type, id }: { type: 'bank_account' | 'payment_account' | 'skip'; id?: string | undefined }) {
  if (type === 'skip') return { type };
  if (id === undefined) throw new ProblemException('invalid_request', { 'json.choice.id': 'missing' });
  return { type, id };
}
