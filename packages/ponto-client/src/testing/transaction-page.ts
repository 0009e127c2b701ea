import { readDocument } from '../json-api.ts';
import { decodePage, type PontoPage } from '../paging.ts';
import { transactionDecoder, type PontoTransaction } from '../resources/transaction-shape.ts';

/** A page of transactions from the body of Ponto's answer, as the client reads it off the wire. */
export function readTransactionPage(body: string): PontoPage<PontoTransaction> {
  const answer = { status: 200, requestId: undefined, body };
  return decodePage({ document: readDocument(answer), answer }, transactionDecoder(undefined));
}
