/** What a log may say about an error. */
export type ErrorFacts = Readonly<{
  type: string;
  message: string;
  /** Where, without the message: that would repeat it unredacted. */
  at?: readonly string[];
  cause?: ErrorFacts;
  code?: string;
  status?: number;
  requestId?: string;
  constraint?: string;
  table?: string;
}>;

const stackLines = 12;
const causes = 4;

/**
 * Reads the few facts of an error that help and cannot hold data of a customer. Own fields are not copied: libraries
 * put parameters, rows and whole responses there.
 */
export function describeError(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is no error was thrown' };

  const fields = error as unknown as Readonly<Record<string, unknown>>;
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: messageOf(error),
    ...text('code', fields.code),
    ...(typeof fields.status === 'number' ? { status: fields.status } : {}),
    ...text('requestId', fields.requestId),
    ...text('constraint', fields.constraint_name),
    ...text('table', fields.table_name),
    ...(at.length > 0 ? { at: at.slice(0, stackLines).map((line) => line.trim()) } : {}),
    ...(error.cause !== undefined && depth < causes ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/**
 * Quoted parts go: a database quotes the value that it could not read, and JSON.parse the text around a fault.
 * The query builder's message holds the whole statement with its parameters, so only its cause is told.
 */
function messageOf(error: Error): string {
  const [firstLine = ''] = error.message.split('\n');
  if (firstLine.startsWith('Failed query')) return 'A query failed';
  return firstLine.replace(/"[\s\S]*"/g, '"…"').slice(0, 300);
}

function text<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === 'string' && value.length <= 120 ? ({ [name]: value } as Record<Name, string>) : {};
}
