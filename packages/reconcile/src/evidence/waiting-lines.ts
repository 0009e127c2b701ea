import type { Evidence } from './evidence.ts';

/** The lines of a run that wait, by who seems to pay. Grouped only when somebody asks. */
export function createWaitingLines() {
  let lines: readonly Evidence[] = [];
  let groups: Map<string, Evidence[]> | undefined;

  return {
    begin(considered: readonly Evidence[]): void {
      lines = considered;
      groups = undefined;
    },

    /** Of the account of this line, or by somebody who may be this relation; this line among them. */
    ofPayer({ account }: Evidence, relationId: string): readonly Evidence[] {
      const found = (groups ??= grouped(lines));
      return payersOf(account, [relationId]).flatMap((payer) => found.get(payer) ?? []);
    },
  };
}

function grouped(lines: readonly Evidence[]): Map<string, Evidence[]> {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of lines) {
    for (const payer of payersOf(evidence.account, evidence.payer().relationIds)) {
      const group = groups.get(payer);
      if (group) group.push(evidence);
      else groups.set(payer, [evidence]);
    }
  }
  return groups;
}

/** Accounts and relations in one index: no account is called as a relation is. */
function payersOf(account: string | undefined, relationIds: readonly string[]): readonly string[] {
  return account === undefined ? relationIds : [account, ...relationIds];
}
