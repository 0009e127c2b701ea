import { isOpen } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isExactForm } from '../evidence/mention.ts';
import { earlierPaymentVeto } from './earlier-payments.ts';
import type { Finding } from './finding.ts';

/** What keeps any explanation from being booked by itself, whichever rule found it. */
export function commonVetoes(finding: Finding, evidence: Evidence): Veto[] {
  const { parts, rule, automation } = finding;
  const { memory } = evidence.books;
  const vetoes: Veto[] = [];
  for (const { item } of parts) {
    const { id, currency, status } = item.document;
    if (currency !== evidence.line.currency) vetoes.push({ code: 'currency_differs', documentId: id });
    if (status === 'disputed') vetoes.push({ code: 'document_disputed', documentId: id });
    else if (!isOpen(item)) vetoes.push({ code: 'document_closed', documentId: id });
    if (item.issueDay > evidence.day + longestProForma) vetoes.push({ code: 'document_newer', documentId: id });
    if (memory.isRejected(evidence.line.id, id)) vetoes.push({ code: 'rejected_before', documentId: id });
  }
  noteContradictions(vetoes, finding, evidence);
  noteRepeated(vetoes, finding, evidence);
  const ofEarlier = earlierPaymentVeto(finding, evidence);
  if (ofEarlier) vetoes.push(ofEarlier);
  if (evidence.isDenied) vetoes.push({ code: 'account_denied' });
  if (automation === 'learned' && isDistrusted(memory.get('rule_trust', rule)))
    vetoes.push({ code: 'rule_distrusted' });
  return vetoes;
}

/** References to documents that the explanation leaves out. */
function noteContradictions(vetoes: Veto[], { parts, rule }: Finding, evidence: Evidence): void {
  const { open, blocked } = evidence.named();
  for (const { item } of open) if (!isPart(parts, item)) vetoes.push(namesOther(item));
  for (const { item } of blocked) if (!isPart(parts, item)) vetoes.push(namesOther(item));
  const isByPayer = rule === 'known-payer-one' || rule === 'known-payer-several' || rule === 'tail-and-amount';
  if (isByPayer && evidence.sign > 0n && evidence.references().hasUnknownCommunication) {
    vetoes.push({ code: 'reference_names_other' });
  }
}

/** A communication that people have seen on a payment of another document says no longer which one is paid. */
function noteRepeated(vetoes: Veto[], { parts }: Finding, evidence: Evidence): void {
  const { memory, today } = evidence.books;
  for (const { item, mention } of evidence.named().open) {
    const { id, structuredCommunication } = item.document;
    if (structuredCommunication === undefined || !isExactForm(mention.form) || !isPart(parts, item)) continue;
    const isRepeated = memory.hasLive('old_reference', structuredCommunication, today);
    if (isRepeated) vetoes.push({ code: 'reference_repeated', documentId: id });
  }
}

function isPart(parts: Finding['parts'], item: Item): boolean {
  return parts.some((part) => part.item === item);
}

function namesOther({ document }: Item): Veto {
  return { code: 'reference_names_other', documentId: document.id };
}

/** One undo is a mishap, two are a rule that does not fit this company, until hundreds of lines say otherwise. */
function isDistrusted(trust: { confirmations: number; contradictions: number } | undefined): boolean {
  return trust !== undefined && trust.contradictions * linesPerUndo > trust.confirmations + linesPerUndo;
}

/** Half an hour of repair against the few seconds of a click. */
const linesPerUndo = 300;

/** An invoice that is dated later than this after its payment was not what was paid. */
const longestProForma = 10;
