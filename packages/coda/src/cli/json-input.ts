import { isAccountStructure } from '../account.ts';
import type {
  AccountInput,
  ClosingInput,
  CommunicationInput,
  InformationInput,
  MovementInput,
  StatementInput,
} from '../writer/statement-input.ts';

/** What JSON.parse gives; nothing of it is believed before it was looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function statementInput(event: JsonObject): StatementInput {
  const oldBalance = objectAt(event, 'oldBalance');
  return {
    creationDate: textAt(event, 'creationDate'),
    duplicate: event.duplicate === true,
    bank: textAt(event, 'bank'),
    fileReference: textAt(event, 'fileReference'),
    addressee: textAt(event, 'addressee'),
    bic: textAt(event, 'bic'),
    companyNumber: textAt(event, 'companyNumber'),
    application: textAt(event, 'application') ?? '00000',
    transactionReference: textAt(event, 'transactionReference'),
    relatedReference: textAt(event, 'relatedReference'),
    statementNumber: numberAt(event, 'statementNumber'),
    codaSequenceNumber: numberAt(event, 'codaSequenceNumber'),
    account: accountInput(objectAt(event, 'account')),
    holderName: textAt(event, 'holderName'),
    accountDescription: textAt(event, 'accountDescription'),
    oldBalance: { amountThousandths: amountAt(oldBalance, 'amount'), date: textAt(oldBalance, 'date') },
  };
}

function accountInput(account: JsonObject): AccountInput {
  const structure = textAt(account, 'structure');
  const numbers = { iban: textAt(account, 'iban'), bban: textAt(account, 'bban'), country: textAt(account, 'country') };
  const currency = textAt(account, 'currency');
  if (currency === null) throw new RangeError('account.currency is missing');
  return structure !== null && isAccountStructure(structure)
    ? { ...numbers, currency, structure }
    : { ...numbers, currency };
}

/** A total and the details behind it, each naming its parent by sequence and detail. */
export function movementInput(group: readonly JsonObject[]): MovementInput {
  const [root, ...others] = group;
  if (root === undefined) throw new RangeError('A movement is missing');
  const rootDetails: MovementInput[] = [];
  /** By its numbers: where the details of a detail go. Numbers wrap, so the latest one counts. */
  const below = new Map<string, MovementInput[]>();
  for (const event of others) {
    const parent = objectAt(event, 'parent');
    const siblings = isSame(root, parent) ? undefined : below.get(numbersOf(parent));
    const details: MovementInput[] = [];
    below.set(numbersOf(event), details);
    (siblings ?? rootDetails).push(oneMovement(event, details));
  }
  return oneMovement(root, rootDetails);
}

function oneMovement(event: JsonObject, details: readonly MovementInput[]): MovementInput {
  const counterpart = isObject(event.counterpart) ? event.counterpart : {};
  const sepa = isObject(event.sepa) ? event.sepa : {};
  return {
    amountThousandths: amountAt(event, 'amount'),
    bankReference: textAt(event, 'bankReference'),
    valueDate: textAt(event, 'valueDate'),
    entryDate: textAt(event, 'entryDate'),
    statementNumber: numberAt(event, 'statementNumber'),
    transactionCode: codeOf(objectAt(event, 'transactionCode')),
    globalisationCode: numberAt(event, 'globalisationCode'),
    communication: isObject(event.communication) ? communicationOf(event.communication) : null,
    customerReference: textAt(event, 'customerReference'),
    counterpart: {
      account: textAt(counterpart, 'account'),
      iban: textAt(counterpart, 'iban'),
      bic: textAt(counterpart, 'bic'),
      currency: textAt(counterpart, 'currency'),
      name: nameIn(counterpart, event),
    },
    sepa: sepaOf(sepa),
    information: arrayAt(event, 'information').map(informationInput),
    details,
  };
}

/** The mandate and the creditor of a direct debit stand in its communication (127), which is written as it is. */
function sepaOf(sepa: JsonObject) {
  return {
    rTransaction: textAt(sepa, 'rTransaction'),
    reason: textAt(sepa, 'reason'),
    categoryPurpose: textAt(sepa, 'categoryPurpose'),
    purpose: textAt(sepa, 'purpose'),
  };
}

/** A name of more than 35 characters came from an information record (001), which is written by itself. */
function nameIn(counterpart: JsonObject, event: JsonObject): string | null {
  const name = textAt(counterpart, 'name');
  const isInformed = arrayAt(event, 'information').some(
    ({ communication }) => isObject(communication) && communication.structuredType === '001',
  );
  return isInformed && textAt(counterpart, 'account') === null ? null : name;
}

function informationInput(information: JsonObject): InformationInput {
  return {
    bankReference: textAt(information, 'bankReference'),
    transactionCode: codeOf(objectAt(information, 'transactionCode')),
    communication: communicationOf(objectAt(information, 'communication')),
  };
}

/** @returns null for a statement that was closed without a new balance: an empty one */
export function closingInput(event: JsonObject): ClosingInput | null {
  const balance = objectAt(event, 'newBalance');
  if ((balance.amount ?? null) === null && (balance.date ?? null) === null) return null;
  return {
    date: textAt(balance, 'date'),
    statementNumber: numberAt(event, 'statementNumber'),
    amountThousandths: balance.amount === undefined || balance.amount === null ? null : amountAt(balance, 'amount'),
  };
}

function codeOf(code: JsonObject) {
  const part = (name: string, digits: number) => textAt(code, name) ?? '0'.repeat(digits);
  return {
    type: part('type', 1),
    family: part('family', 2),
    operation: part('operation', 2),
    category: part('category', 3),
  };
}

function communicationOf(communication: JsonObject): CommunicationInput {
  return { structuredType: textAt(communication, 'structuredType'), text: textAt(communication, 'text') ?? '' };
}

/** "-767.823" as whole thousandths, without a detour over a float. */
function amountAt(object: JsonObject, name: string): number {
  const text = String(object[name]);
  const parts = /^(-?)(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text);
  if (!parts) throw new RangeError(`${name} "${text}" is no amount of at most 12 digits and 3 decimals`);
  const thousandths = Number(`${parts[2] ?? ''}${(parts[3] ?? '').padEnd(3, '0')}`);
  return parts[1] === '-' && thousandths !== 0 ? -thousandths : thousandths;
}

function textAt(object: JsonObject, name: string): string | null {
  const value = object[name] ?? null;
  if (value !== null && typeof value !== 'string') throw new RangeError(`${name} is no text`);
  return value;
}

function numberAt(object: JsonObject, name: string): number | null {
  const value = object[name] ?? null;
  if (value !== null && typeof value !== 'number') throw new RangeError(`${name} is no number`);
  return value;
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (!isObject(value)) throw new RangeError(`${name} is missing`);
  return value;
}

function arrayAt(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw new RangeError(`${name} is no list`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(event: JsonObject, parent: JsonObject): boolean {
  return numbersOf(event) === numbersOf(parent);
}

function numbersOf({ sequence, detail }: JsonObject): string {
  return `${String(sequence)}/${String(detail)}`;
}
