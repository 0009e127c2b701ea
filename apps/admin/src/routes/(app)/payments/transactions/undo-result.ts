/** What the form action of "Ongedaan maken" answered. */
export type UndoResult = Readonly<{ undo: 'done' | 'already' | 'failed'; allocationId: string; document: string }>;
