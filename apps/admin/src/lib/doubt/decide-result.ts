/** What the form action of the two buttons answered when nothing changed. */
export type DecideResult = Readonly<{ decide: 'already' | 'failed'; bankTransactionId: string }>;
