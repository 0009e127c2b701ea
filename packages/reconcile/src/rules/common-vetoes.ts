import { isOpen } from '../books/item.ts';
import type { Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { earlierPaymentVetoes } from './earlier-payments.ts';
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
  vetoes.push(...contradictions(parts, rule, evidence));
  vetoes.push(...earlierPaymentVetoes(finding, evidence));
  if (evidence.isDenied) vetoes.push({ code: 'account_denied' });
  if (automation === 'learned' && isDistrusted(memory.get('rule_trust', rule)))
    vetoes.push({ code: 'rule_distrusted' });
  return vetoes;
}

/** A reference to a document that the explanation leaves out. */
function contradictions(parts: Finding['parts'], rule: Finding['rule'], evidence: Evidence): Veto[] {
  const { open, blocked } = evidence.named();
  const vetoes: Veto[] = [];
  for (const named of [open, blocked]) {
    for (const { item } of named) {
      if (parts.some((part) => part.item === item)) continue;
      vetoes.push({ code: 'reference_names_other', documentId: item.document.id });
    }
  }
  const isByPayer = rule === 'known-payer-one' || rule === 'known-payer-several' || rule === 'tail-and-amount';
  const { hasUnknownCommunication } = evidence.references();
  return hasUnknownCommunication && isByPayer && evidence.sign > 0n
    ? [...vetoes, { code: 'reference_names_other' }]
    : vetoes;
}

/** One undo is a mishap, two are a rule that does not fit this company, until hundreds of lines say otherwise. */
function isDistrusted(trust: { confirmations: number; contradictions: number } | undefined): boolean {
  return trust !== undefined && trust.contradictions * linesPerUndo > trust.confirmations + linesPerUndo;
}

/** Half an hour of repair against the few seconds of a click. */
const linesPerUndo = 300;

/** An invoice that is dated later than this after its payment was not what was paid. */
const longestProForma = 10;
