import { readCodaBytes, type CodaEvent } from '@onfact-ponto/coda';

export function readStatement(file: Uint8Array) {
  const events: readonly CodaEvent[] = readCodaBytes(file, { strict: true });
  const errors = events.filter((event) => event.type === 'issue' && event.severity === 'error');
  if (errors.length > 0) return { errors };
  const movements = events.filter((event) => event.type === 'movement');
  return movements.map(({ entryDate, amount, counterpart, communication }) => {
    return { entryDate, amount, payer: counterpart.name, reference: communication.structuredCommunication };
  });
}
