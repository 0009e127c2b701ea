/** May a payment still be booked on it, and does onFact call it paid. */
export type Settlement = Readonly<{ isPaid: boolean; isOpen: boolean }>;

/**
 * The one place that decides what onFact's words mean. Its list of words is not published: one that we do not know
 * is neither open nor paid, because money booked on the wrong document costs more than a line left to a person.
 */
export function settlementOf(
  { status, deleted }: { status: string; deleted: boolean },
  words: { open: ReadonlySet<string>; paid: ReadonlySet<string> },
): Settlement {
  return { isPaid: words.paid.has(status), isOpen: words.open.has(status) && !deleted };
}

/** Of invoices, credit notes and payment requests. */
export const salesWords = { open: new Set(['sent']), paid: new Set(['paid']) };
