import type { CodeTable, CodeText } from '../../code-text.ts';

const centralisationOut: CodeText = [
  'Centralisatie van liquide middelen',
  'Centralisation de trésorerie',
  'Cash centralisation',
];
const ownAccountOut: CodeText = [
  'Overschrijving naar een eigen rekening',
  'Virement vers un compte propre',
  'Transfer to an own account',
];
const ownAccountIn: CodeText = [
  'Overschrijving van een eigen rekening',
  'Virement venant d’un compte propre',
  'Transfer from an own account',
];
const wages: CodeText = ['Betaling van lonen', 'Paiement de salaires', 'Payment of wages'];
const collective: CodeText = ['Verzamelopdracht', 'Virement collectif', 'Collective transfer'];
const standingOrder: CodeText = ['Doorlopende opdracht', 'Ordre permanent', 'Standing order'];

const instant: CodeTable = {
  '01': ['Instantoverschrijving', 'Virement instantané', 'Instant transfer'],
  '02': [
    'Instantoverschrijving op initiatief van de bank',
    'Virement instantané à l’initiative de la banque',
    'Instant transfer initiated by the bank',
  ],
  '03': standingOrder,
  '05': wages,
  '07': collective,
  '13': ownAccountOut,
  '17': centralisationOut,
  '50': ['Instantoverschrijving in uw voordeel', 'Virement instantané en votre faveur', 'Instant transfer received'],
  '51': [
    'Instantoverschrijving in uw voordeel op initiatief van de bank',
    'Virement instantané en votre faveur à l’initiative de la banque',
    'Instant transfer received, initiated by the bank',
  ],
  '52': ['Betaling door een derde', 'Paiement par un tiers', 'Payment by a third party'],
  '54': [
    'Opdracht die niet kon worden uitgevoerd',
    'Ordre qui n’a pas pu être exécuté',
    'Order that could not be executed',
  ],
  '64': ownAccountIn,
  '66': centralisationOut,
};

/** 01: SEPA and domestic credit transfers. 06 and 56 existed in version 2.5b only. */
const transfers: CodeTable = {
  '01': ['Overschrijving', 'Virement', 'Single transfer order'],
  '02': [
    'Overschrijving op initiatief van de bank',
    'Virement à l’initiative de la banque',
    'Transfer initiated by the bank',
  ],
  '03': standingOrder,
  '05': wages,
  '06': ['Instantoverschrijving', 'Virement instantané', 'Instant transfer'],
  '07': collective,
  '13': ownAccountOut,
  '17': centralisationOut,
  '39': ['Uitgifte van een circulaire cheque', 'Émission d’un chèque circulaire', 'Circular cheque issued'],
  '50': ['Overschrijving in uw voordeel', 'Virement en votre faveur', 'Transfer received'],
  '51': [
    'Overschrijving in uw voordeel op initiatief van de bank',
    'Virement en votre faveur à l’initiative de la banque',
    'Transfer received, initiated by the bank',
  ],
  '52': ['Betaling door een derde', 'Paiement par un tiers', 'Payment by a third party'],
  '54': [
    'Opdracht die niet kon worden uitgevoerd',
    'Ordre qui n’a pas pu être exécuté',
    'Order that could not be executed',
  ],
  '56': ['Instantoverschrijving in uw voordeel', 'Virement instantané en votre faveur', 'Instant transfer received'],
  '60': ['Niet aangeboden circulaire cheque', 'Chèque circulaire non présenté', 'Circular cheque not presented'],
  '62': ['Onbetaalde postassignatie', 'Assignation postale impayée', 'Unpaid postal order'],
  '64': ownAccountIn,
  '66': centralisationOut,
};

const directDebits: CodeTable = {
  '01': ['Betaling van een domiciliëring', 'Paiement d’une domiciliation', 'Direct debit paid'],
  '03': ['Onbetaalde invordering', 'Encaissement impayé', 'Unpaid collection'],
  '05': ['Terugbetaling van een invordering', 'Remboursement d’un encaissement', 'Refund of a collection'],
  '50': ['Invordering', 'Encaissement', 'Collection'],
  '52': ['Credit onder voorbehoud', 'Crédit sous réserve', 'Credit under reserve'],
  '54': ['Terugbetaling van een domiciliëring', 'Remboursement d’une domiciliation', 'Direct debit refunded'],
  '56': [
    'Terugbetaling die niet kon worden uitgevoerd',
    'Remboursement qui n’a pas pu être exécuté',
    'Refund that could not be executed',
  ],
  '58': ['Tegenboeking van een domiciliëring', 'Contre-passation d’une domiciliation', 'Direct debit reversed'],
};

const foreignTransfers: CodeTable = {
  '01': ['Overschrijving naar het buitenland', 'Virement vers l’étranger', 'Foreign transfer'],
  '03': standingOrder,
  '05': wages,
  '07': collective,
  '13': ownAccountOut,
  '17': centralisationOut,
  '37': ['Kosten van een uitgaande overschrijving', 'Frais d’un virement sortant', 'Costs of an outgoing transfer'],
  '38': ['Kosten van een inkomende overschrijving', 'Frais d’un virement entrant', 'Costs of an incoming transfer'],
  '50': ['Overschrijving uit het buitenland', 'Virement venant de l’étranger', 'Foreign transfer received'],
  '64': ownAccountIn,
  '66': centralisationOut,
};

/** Money that moves from account to account. */
export const payments: Readonly<Record<string, CodeTable>> = {
  '01': transfers,
  '02': instant,
  '05': directDebits,
  '41': foreignTransfers,
};
