import { createLedger } from '@onfact-ponto/reconcile';
import { fill } from './reconcile-books.ts';

/** `node --expose-gc reconcile-memory-main.ts`: how many bytes a ledger holds for each open document, all told. */
const documents = 1_000_000;
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const ledger = createLedger({ name: 'Bench BV', ownAccounts: [], paymentDifferenceLimitMinor: 0n });
fill(ledger, documents);
globalThis.gc?.();
const after = process.memoryUsage().heapUsed;
/** Still needed here, so not collected before. */
ledger.putMemory([]);
process.stdout.write(String((after - before) / documents));
