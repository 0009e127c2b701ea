import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { addMoney, formatMoney, money } from '@onfact-ponto/primitives';
import { SepaRefusedError } from './credit-transfer.ts';
import type { CreditTransfer } from './credit-transfer.ts';
import { writePaymentFile } from './pain-001.ts';
import { files } from './testing/arbitrary-transfers.ts';
import { readPaymentFile } from './testing/read-payment-file.ts';
import type { ReadTransfer } from './testing/read-payment-file.ts';
import { writtenBySepaJs } from './testing/written-by-sepa-js.ts';

const schemaFile = new URL(
  '../../../../shared/fixtures/sepa/EPC132-08_SCT_C2PSP_2023_V1.0_pain.001.001.09.xsd',
  import.meta.url,
);
const isAbsent = !existsSync(schemaFile) && !process.env.CI;

describe.skipIf(isAbsent)("the European Payments Council's schema, read by libxml2,", () => {
  const written = fc.sample(files, { numRuns: 200, seed: 1 }).map(writePaymentFile);

  it('accepts whatever is written', async () => {
    const xml = written.map((contents, index) => ({ fileName: `payments-${index}.xml`, contents }));
    const { errors } = await validateXML({ xml, schema: readFileSync(schemaFile, 'utf8') });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it('refuses a file in which one thing is wrong, so that its yes means something', async () => {
    const xml = written[0]?.replaceAll('Ccy="EUR"', 'Ccy="euro"') ?? '';
    expect((await validateXML({ xml, schema: readFileSync(schemaFile, 'utf8') })).valid).toBe(false);
  });
});

it('keeps every transfer, in order, with its amount, account, name and communication', () => {
  fc.assert(
    fc.property(files, (file) => {
      const { GrpHdr, PmtInf } = readPaymentFile(writePaymentFile(file));
      const sum = file.transfers.reduce((total, { amount }) => addMoney(total, amount), money(0n, 'EUR'));
      expect(GrpHdr).toMatchObject({ NbOfTxs: String(file.transfers.length), CtrlSum: formatMoney(sum) });
      expect(PmtInf.DbtrAcct.Id.IBAN).toBe(file.debtor.iban);
      expect(PmtInf.CdtTrfTxInf.map(asRead)).toEqual(file.transfers.map(asMeant));
    }),
  );
});

it('says the same as an independent writer', () => {
  fc.assert(
    fc.property(files, (file) => {
      const [ours, theirs] = [writePaymentFile(file), writtenBySepaJs(file)].map(withoutOwnWays);
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 30 },
  );
});

describe('refuses', () => {
  const good = fc.sample(files, { numRuns: 1, seed: 2 });

  it.each(good)('a file without transfers', (file) => {
    expect(() => writePaymentFile({ ...file, transfers: [] })).toThrow(RangeError);
  });

  it.each(good)('two transfers with one end-to-end id', (file) => {
    const transfers = [...file.transfers, ...file.transfers];
    expect(() => writePaymentFile({ ...file, transfers })).toThrow('same end-to-end id');
  });

  it.each(good)('a transfer that a bank would not take, and with it the file', (file) => {
    const transfers = file.transfers.map((transfer) => ({ ...transfer, amount: money(0n, 'EUR') }));
    expect(() => writePaymentFile({ ...file, transfers })).toThrow(SepaRefusedError);
  });
});

/** What both writers must agree on: the other one makes its own instruction ids and cannot nest references rightly. */
function withoutOwnWays(xml: string): unknown {
  const instruction = readPaymentFile(xml).PmtInf;
  const transfers = instruction.CdtTrfTxInf.map(({ PmtId, Amt, Cdtr, CdtrAcct, CdtrAgt }) => {
    return { endToEndId: PmtId.EndToEndId, Amt, Cdtr, CdtrAcct, CdtrAgt };
  });
  return { ...instruction, PmtInfId: undefined, CdtTrfTxInf: transfers };
}

function asRead({ PmtId, Amt, CdtrAgt, Cdtr, CdtrAcct, RmtInf }: ReadTransfer) {
  return {
    endToEndId: PmtId.EndToEndId,
    amount: Amt.InstdAmt['#text'],
    name: Cdtr.Nm,
    iban: CdtrAcct.Id.IBAN,
    bic: CdtrAgt?.FinInstnId.BICFI,
    says: RmtInf?.Strd?.CdtrRefInf.Ref ?? RmtInf?.Ustrd,
    issuer: RmtInf?.Strd?.CdtrRefInf.Tp.Issr,
  };
}

function asMeant({ endToEndId, amount, creditor, remittance }: CreditTransfer) {
  const reference = remittance?.type === 'structured' ? remittance.reference : undefined;
  return {
    endToEndId,
    amount: formatMoney(amount),
    ...creditor,
    says: remittance?.type === 'unstructured' ? remittance.text : reference,
    issuer: reference === undefined ? undefined : reference.startsWith('RF') ? 'ISO' : 'BBA',
  };
}
