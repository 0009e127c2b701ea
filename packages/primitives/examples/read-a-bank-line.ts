import {
  bankDayOf,
  findCreditorReference,
  findStructuredCommunication,
  formatMoney,
  parseIban,
  parseMoney,
  subtractMoney,
} from '@onfact-ponto/primitives';

export function readBankLine() {
  const open = subtractMoney(parseMoney('121.00', 'EUR'), parseMoney('21.50', 'EUR'));
  return {
    open: formatMoney(open), // "99.50"
    communication: findStructuredCommunication('betaling +++090/9337/55493+++ dank u'), // "090933755493"
    reference: findCreditorReference('Ref RF18 5390 0754 7034'), // "RF18539007547034"
    payer: parseIban('be68 5390 0754 7034'), // "BE68539007547034"
    bookedOn: bankDayOf('2026-11-18T23:00:00Z'), // "2026-11-19": midnight in Brussels
  };
}
