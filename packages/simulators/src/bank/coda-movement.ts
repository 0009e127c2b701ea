import { blanks, date, digits, signedAmount, text } from './coda-fields.ts';

/** One booking as records 2 and 3 tell it. */
export type CodaMovement = Readonly<{
  /** What the bank itself calls it. */
  bankReference: string;
  amountThousandths: bigint;
  valueDay: string;
  entryDay: string;
  /** Type, family, operation and category: eight digits. */
  transactionCode: string;
  communication: Communication;
  customerReference: string | null;
  counterpart: Readonly<{ account: string | null; name: string | null }>;
  categoryPurpose: string | null;
  /** Free text that goes with it. */
  information: string | null;
  /** What the sum is made of; they do not count in a balance. */
  details: readonly CodaMovement[];
}>;

/** @property structuredType null for free text */
export type Communication = Readonly<{ structuredType: string | null; text: string }>;

type Place = Readonly<{ sequence: number; detail: number; globalisation: 0 | 1 }>;

/** The records of one movement and its details. All carry its sequence number; the details count on from zero. */
export function movementRecords(
  movement: CodaMovement,
  sequence: number,
  statement: { number: number; currency: string },
): string[] {
  const { details } = movement;
  let detail = 0;
  const next = (one: CodaMovement, globalisation: 0 | 1): string[] => {
    const records = recordsOf(one, { sequence, detail, globalisation }, statement);
    detail += one.information === null ? 1 : 2;
    return records;
  };
  return [
    ...next(movement, details.length > 0 ? 1 : 0),
    ...details.flatMap((one) => next(one, one === details.at(-1) ? 1 : 0)),
  ];
}

function recordsOf(movement: CodaMovement, place: Place, statement: { number: number; currency: string }): string[] {
  const { communication, counterpart, customerReference, categoryPurpose, information } = movement;
  const said = (communication.structuredType ?? '') + communication.text;
  const needsThird = counterpart.account !== null || counterpart.name !== null || said.length > 106;
  const needsSecond = needsThird || customerReference !== null || categoryPurpose !== null || said.length > 53;
  const link = information === null ? '0' : '1';
  const number = digits(place.sequence % 10_000, 4) + digits(place.detail % 10_000, 4);

  // prettier-ignore
  const records = [
    '21' + number + text(movement.bankReference, 21) + signedAmount(movement.amountThousandths) +
      date(movement.valueDay) + digits(movement.transactionCode, 8) +
      (communication.structuredType === null ? '0' : '1') + text(said.slice(0, 53), 53) +
      date(movement.entryDay) + digits(statement.number, 3) + String(place.globalisation) +
      (needsSecond ? '1' : '0') + ' ' + (needsSecond ? '0' : link),
  ];
  if (needsSecond) {
    // prettier-ignore
    records.push(
      '22' + number + text(said.slice(53, 106), 53) + text(customerReference, 35) + text(null, 11) + blanks(3) +
        blanks(1) + blanks(4) + text(categoryPurpose, 4) + blanks(4) +
        (needsThird ? '1' : '0') + ' ' + (needsThird ? '0' : link),
    );
  }
  if (needsThird) {
    const currency = counterpart.account === null ? null : statement.currency;
    // prettier-ignore
    records.push(
      '23' + number + text(counterpart.account, 34) + text(currency, 3) + text(counterpart.name, 35) +
        text(said.slice(106, 149), 43) + '0 ' + link,
    );
  }
  if (information !== null) records.push(...informationRecords(movement, information, place));
  return records;
}

/** Records 3 have a detail number of their own. */
function informationRecords(movement: CodaMovement, information: string, { sequence, detail }: Place): string[] {
  const number = digits(sequence % 10_000, 4) + digits((detail + 1) % 10_000, 4);
  const [hasSecond, hasThird] = [information.length > 73, information.length > 178];
  // prettier-ignore
  const records = [
    '31' + number + text(movement.bankReference, 21) + digits(movement.transactionCode, 8) + '0' +
      text(information.slice(0, 73), 73) + blanks(12) + (hasSecond ? '1' : '0') + ' 0',
  ];
  if (hasSecond)
    records.push(`32${number}${text(information.slice(73, 178), 105)}${blanks(10)}${hasThird ? '1' : '0'} 0`);
  if (hasThird) records.push(`33${number}${text(information.slice(178, 268), 90)}${blanks(25)}0 0`);
  return records;
}
