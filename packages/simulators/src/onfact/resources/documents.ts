import { Hono, type Context } from 'hono';
import { bookPayment, issueDocument, openStatus, setStatus } from '../bookkeeping.ts';
import { OnfactApiError, bodyOf, idIn, invalid, listOf, written, type Served } from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';
import type { Company, Document, DocumentKind } from '../state.ts';
import { documentOnWire, lineOnWire } from './document-on-wire.ts';
import { paymentIn } from './payments.ts';

/** One kind of document: they have the same addresses below their own. */
export function documents(simulation: OnfactSimulation, kind: DocumentKind): Hono<Served> {
  const { settings } = simulation.state;
  const app = new Hono<Served>();

  app.get(`/${kind}.json`, (c) => {
    const company = c.get('company');
    const visible = company.documents.filter((document) => document.kind === kind && !document.deleted);
    const answer = listOf(
      c,
      visible.map((document) => documentOnWire(company, document)),
      settings,
    );
    if (kind === 'invoices' && settings.invoicesGrowWhilePaging) issueOneMore(simulation, company);
    return answer;
  });

  app.get(`/${kind}/:id{[0-9]+\\.json}`, (c) => {
    const document = documentIn(c, kind);
    const lines = `${kind.replace(/s$/, '')}_lines`;
    return c.json({ ...documentOnWire(c.get('company'), document), [lines]: [lineOnWire(document)] });
  });

  app.post(`/${kind}/:id{[0-9]+}/payments.json`, async (c) => {
    const document = documentIn(c, kind);
    const payment = paymentIn(await bodyOf(c), c.get('company'), document.currency);
    const { id } = bookPayment(simulation, c.get('company'), { ...payment, documentId: document.id });
    return written(c, id, 201);
  });

  app.post(`/${kind}/:id{[0-9]+}/document-events.json`, async (c) => {
    const document = documentIn(c, kind);
    const statuses = ['concept', openStatus(kind), 'paid'];
    const { status } = await bodyOf(c);
    if (typeof status !== 'string' || !statuses.includes(status)) {
      throw invalid('status', 'inList', `The status must be one of ${statuses.join(', ')}`);
    }
    if (document.locked) throw invalid('locked', 'isUnlocked', 'The document is locked');
    setStatus(simulation, document, status);
    return written(c, document.id, 201);
  });
  return app;
}

/** Deleted ones too: reading one still answers. */
function documentIn(c: Context<Served>, kind: DocumentKind): Document {
  const document = c.get('company').documents.find((candidate) => candidate.kind === kind && candidate.id === idIn(c));
  if (!document) throw new OnfactApiError(404, 'The document was not found');
  return document;
}

/** A colleague at work while somebody pages. */
function issueOneMore(simulation: OnfactSimulation, company: Company): void {
  issueDocument(simulation, company, {
    kind: 'invoices',
    contactName: 'Particulier',
    inclMinor: 12_100n,
    date: simulation.clock.now().toISOString().slice(0, 10),
    term: 30,
    currency: company.currency,
    payee: null,
    reference: null,
    discount: null,
  });
}
