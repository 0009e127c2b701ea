/** Columns of the list of transactions that can be left out; date, counterparty and amount always stand. */
export const listColumns = ['communication', 'account', 'status', 'balance'] as const;
export type ListColumn = (typeof listColumns)[number];
