import { inCompany, listPayableDocuments } from '@onfact-ponto/db';
import type { PayableDocument } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { openAmountOf } from '../reconciliation/load-ledger.ts';
import { planTransfer } from './transfer-plan.ts';

export type PurchaseView = PayableDocument &
  Readonly<{
    openMinor: bigint;
    /** As it will be sent. */
    communication: string;
  }>;

/** What can be paid: purchases, and sales credit notes to refund, first what is due first. With what pays them already. */
export async function listPurchases(context: Context): Promise<PurchaseView[]> {
  const { companyId } = context;
  const documents = await inCompany(context.db, companyId, (tx) => listPayableDocuments(tx, companyId, maximum));
  return documents.map((payable) => {
    const openMinor = openAmountOf(payable.document);
    return { ...payable, openMinor, communication: planTransfer(payable.document, openMinor).remittanceInformation };
  });
}

/** Far more than anybody pays in one sitting. */
const maximum = 1_000;
