import type { Books } from './books/books.ts';
import type { Item } from './books/item.ts';
import type { Veto } from './decision.ts';
import type { Evidence } from './evidence/evidence.ts';
import { allRules } from './rules/all-rules.ts';
import { commonVetoes } from './rules/common-vetoes.ts';
import { settledBy } from './rules/finding.ts';
import type { Finding, MatchRule } from './rules/finding.ts';

/** What the passes made of one line. */
export type LineResult = {
  readonly evidence: Evidence;
  booked: Finding | undefined;
  /** Found, but kept from being booked; strongest rule first. */
  findings: readonly Finding[];
};

/**
 * Runs the rules over the whole batch, strongest first, and again over what is left for as long as something is booked:
 * a booking can take away what stood against another line. So a run leaves nothing for a second one to find.
 */
export function runPasses(lines: readonly Evidence[], books: Books): LineResult[] {
  const results = lines.map((evidence): LineResult => ({ evidence, booked: undefined, findings: none }));
  let undecided: readonly LineResult[] = results;
  for (let before = Infinity; undecided.length < before && undecided.length > 0;) {
    before = undecided.length;
    for (const result of undecided) result.findings = none;
    undecided = runOnce(undecided, books);
  }
  return results;
}

/**
 * Within one pass every line sees the same state; what is certain is booked at its end, except documents that several
 * lines want: those nobody gets.
 * @returns the lines that are not booked
 */
function runOnce(lines: readonly LineResult[], { documents }: Books): readonly LineResult[] {
  const contested = new Set<Item>();
  let undecided = lines;
  for (const rule of allRules) {
    const found = undecided.filter((result) => isExplained(result, rule));
    if (found.length === 0) continue;
    noteContested(found, contested);
    if (contested.size > 0) for (const result of found) leaveContested(result, contested);
    for (const { booked } of found) {
      if (!booked) continue;
      for (const part of booked.parts) documents.setOpen(part.item, part.item.openMinor - settledBy(part));
    }
    undecided = undecided.filter(({ booked }) => booked === undefined);
  }
  return undecided;
}

/** Whether the rule explains the line without a veto. With one, the explanation is noted. */
function isExplained(result: LineResult, rule: MatchRule): boolean {
  const { evidence } = result;
  const finding = rule(evidence);
  if (!finding || evidence.isSurelyOther()) return false;
  const vetoes = commonVetoes(finding, evidence);
  if (finding.vetoes.length + vetoes.length === 0) {
    result.booked = finding;
    return true;
  }
  note(result, { ...finding, vetoes: [...finding.vetoes, ...vetoes] });
  return false;
}

function note(result: LineResult, finding: Finding): void {
  result.findings = [...result.findings, finding];
}

/** Documents of which the lines of one pass together ask for more than is open. */
function noteContested(found: readonly LineResult[], contested: Set<Item>): void {
  for (const { booked } of found) {
    for (const part of booked?.parts ?? none) {
      const { item } = part;
      item.wantedMinor = item.wantedMinor === 0n ? settledBy(part) : item.wantedMinor + settledBy(part);
      if (item.wantedMinor > item.openMinor) contested.add(item);
    }
  }
  for (const { booked } of found) for (const { item } of booked?.parts ?? none) item.wantedMinor = 0n;
}

function leaveContested(result: LineResult, contested: ReadonlySet<Item>): void {
  const finding = result.booked;
  if (!finding?.parts.some(({ item }) => contested.has(item))) return;
  result.booked = undefined;
  const vetoes = finding.parts
    .filter(({ item }) => contested.has(item))
    .map(({ item }): Veto => ({ code: 'contested', documentId: item.document.id }));
  note(result, { ...finding, vetoes });
}

const none: readonly never[] = [];
