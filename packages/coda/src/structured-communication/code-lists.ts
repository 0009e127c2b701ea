import { textIn, type CodeTable } from '../code-text.ts';
import type { Language } from '../language.ts';

/**
 * What a code inside a structured communication means, or null when no list has it: later versions of the standard
 * add codes, so the code itself stays in the fields.
 */
export function describeStructuredCode(
  code: Readonly<{ type: string; field: string; value: string | number | null }>,
  language: Language,
): string | null {
  const { type, field, value } = code;
  const list = listsOfOneType[type]?.[field] ?? lists[field];
  const text = typeof value === 'string' && list && Object.hasOwn(list, value) ? list[value] : undefined;
  return text === undefined ? null : textIn(language, text);
}

const cardScheme: CodeTable = {
  '1': ['Bancontact', 'Bancontact', 'Bancontact'],
  '2': ['Maestro', 'Maestro', 'Maestro'],
  '3': ['Private kaart', 'Carte privée', 'Private card'],
  '5': ['TINA', 'TINA', 'TINA'],
  '9': ['Andere kaart', 'Autre carte', 'Other card'],
};

const transactionType: CodeTable = {
  '0': ['Totaal', 'Total', 'Total'],
  '1': ['Geldopname', 'Retrait', 'Withdrawal'],
  '2': [
    'Totaal van het netwerk of opladen van Proton',
    'Total du réseau ou chargement de Proton',
    'Network total or Proton load',
  ],
  '3': ['Terugbetaling van Proton', 'Remboursement de Proton', 'Proton refund'],
  '4': ['Tegenboeking van een aankoop', 'Contre-passation d’un achat', 'Purchase reversed'],
  '5': ['Andere betaling aan een terminal', 'Autre paiement à un terminal', 'Other payment at a terminal'],
  '7': ['Verkoopautomaat', 'Distributeur automatique', 'Vending machine'],
  '8': ['Teledata', 'Télédata', 'Teledata'],
  '9': ['Brandstof', 'Carburant', 'Fuel'],
};

const product: CodeTable = {
  '01': ['Super met loodvervanger', 'Super avec substitut de plomb', 'Premium with lead substitute'],
  '02': ['Eurosuper', 'Eurosuper', 'Europremium'],
  '03': ['Diesel', 'Diesel', 'Diesel'],
  '04': ['LPG', 'LPG', 'LPG'],
  '06': ['Super 98', 'Super 98', 'Premium 98 octane'],
  '07': ['Normale loodvrije benzine', 'Essence ordinaire sans plomb', 'Regular unleaded'],
  '08': ['Stookolie', 'Mazout de chauffage', 'Heating oil'],
  '09': ['Smeermiddelen', 'Lubrifiants', 'Lubricants'],
  '10': ['Benzine', 'Essence', 'Petrol'],
  '11': ['Super 99+', 'Super 99+', 'Premium 99+'],
  '12': ['Vliegtuigbenzine', 'Essence d’aviation', 'Avgas'],
  '16': ['Ander product', 'Autre produit', 'Other product'],
};

const issuer: CodeTable = {
  '1': ['Mastercard', 'Mastercard', 'Mastercard'],
  '2': ['Visa', 'Visa', 'Visa'],
  '3': ['American Express', 'American Express', 'American Express'],
  '4': ['Diners Club', 'Diners Club', 'Diners Club'],
  '9': ['Andere', 'Autre', 'Other'],
};

const minimum: CodeTable = {
  '1': ['Minimum toegepast', 'Minimum appliqué', 'Minimum applies'],
  '2': ['Minimum niet toegepast', 'Minimum non appliqué', 'Minimum does not apply'],
};

const directDebitKind: CodeTable = {
  '0': ['Niet vermeld', 'Non précisé', 'Not specified'],
  '1': ['Terugkerend', 'Récurrent', 'Recurrent'],
  '2': ['Eenmalig', 'Unique', 'One-off'],
  '3': ['Eerste', 'Premier', 'First'],
  '4': ['Laatste', 'Dernier', 'Last'],
};

const couponKind: CodeTable = {
  '1': ['Dividend', 'Dividende', 'Dividend'],
  '2': ['Interest', 'Intérêts', 'Interest'],
};

const scheme: CodeTable = {
  '0': ['Niet vermeld', 'Non précisé', 'Not specified'],
  '1': ['Core', 'Core', 'Core'],
  '2': ['B2B', 'B2B', 'B2B'],
};

const paymentStatus: CodeTable = {
  '0': ['Betaald', 'Payé', 'Paid'],
  '1': ['Technisch probleem', 'Problème technique', 'Technical problem'],
  '2': ['Reden niet vermeld', 'Raison non précisée', 'Reason not specified'],
  '3': ['Debiteur niet akkoord', 'Désaccord du débiteur', 'Debtor disagrees'],
  '4': [
    'Probleem met de rekening van de debiteur',
    'Problème lié au compte du débiteur',
    'Problem with the account of the debtor',
  ],
};

const formerPaymentStatus: CodeTable = {
  '0': ['Betaald', 'Payé', 'Paid'],
  '1': [
    'Domiciliëring opgezegd of onbekend',
    'Domiciliation résiliée ou inconnue',
    'Direct debit cancelled or unknown',
  ],
  '2': ['Andere reden', 'Autre raison', 'Other reason'],
  D: ['Betaler niet akkoord', 'Désaccord du payeur', 'Payer disagrees'],
  E: [
    'Nummer verbonden aan een andere schuldeiser',
    'Numéro lié à un autre créancier',
    'Number linked to another creditor',
  ],
};

const rTransaction: CodeTable = {
  '0': ['Betaald', 'Payé', 'Paid'],
  '1': ['Weigering', 'Rejet', 'Reject'],
  '2': ['Teruggave', 'Retour', 'Return'],
  '3': ['Terugbetaling', 'Remboursement', 'Refund'],
  '4': ['Terugdraaiing', 'Annulation après règlement', 'Reversal'],
  '5': ['Annulering', 'Annulation', 'Cancellation'],
};

/** By the name of the field in its layout. */
const lists: Readonly<Record<string, CodeTable>> = { cardScheme, transactionType, product, issuer, minimum };
/** Names that mean one thing in one type and another in the next. */
const listsOfOneType: Readonly<Record<string, Readonly<Record<string, CodeTable>>>> = {
  '011': { kind: couponKind },
  '107': { paymentStatus: formerPaymentStatus },
  '127': { kind: directDebitKind, scheme, paymentStatus, rTransaction },
};
