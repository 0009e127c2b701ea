import type { Evidence } from './evidence.ts';

/** The lines of a run that wait, by who seems to pay, or by amount where that is nobody. Grouped when somebody asks. */
export function createWaitingLines() {
  let lines: readonly Evidence[] = [];
  let byPayer: Map<string, Evidence[]> | undefined;
  let ofNobodyByAmount: Map<bigint, Evidence[]> | undefined;

  return {
    begin(considered: readonly Evidence[]): void {
      lines = considered;
      byPayer = undefined;
      ofNobodyByAmount = undefined;
    },

    /** Of the account of this line, or by somebody who may be this relation; this line among them. */
    ofPayer({ account }: Evidence, relationId: string): readonly Evidence[] {
      const found = (byPayer ??= groupedBy(lines, (one) => payersOf(one.account, one.payer().relationIds)));
      return payersOf(account, [relationId]).flatMap((payer) => found.get(payer) ?? []);
    },

    /** Of somebody who may be anybody, with exactly this amount. */
    ofNobody(amountMinor: bigint): readonly Evidence[] {
      const amountsOf = (one: Evidence) => (one.payer().relationIds.length === 0 ? [one.amountMinor] : []);
      return (ofNobodyByAmount ??= groupedBy(lines, amountsOf)).get(amountMinor) ?? [];
    },
  };
}

function groupedBy<Key>(lines: readonly Evidence[], keysOf: (line: Evidence) => readonly Key[]): Map<Key, Evidence[]> {
  const groups = new Map<Key, Evidence[]>();
  for (const line of lines) {
    for (const key of keysOf(line)) {
      const group = groups.get(key);
      if (group) group.push(line);
      else groups.set(key, [line]);
    }
  }
  return groups;
}

/** Accounts and relations in one index: no account is called as a relation is. */
function payersOf(account: string | undefined, relationIds: readonly string[]): readonly string[] {
  return account === undefined ? relationIds : [account, ...relationIds];
}
