import type { CodeTable } from '../code-text.ts';

/** Transaction family: 01-39 within Belgium and SEPA, 41-79 beyond it, 80-89 the rest. */
export const families: CodeTable = {
  '01': ['Overschrijvingen (SEPA)', 'Virements (SEPA)', 'Credit transfers (SEPA)'],
  '02': ['Instantoverschrijvingen (SEPA)', 'Virements instantanés (SEPA)', 'Instant credit transfers (SEPA)'],
  '03': ['Cheques', 'Chèques', 'Cheques'],
  '04': ['Kaarten', 'Cartes', 'Cards'],
  '05': ['Domiciliëringen', 'Domiciliations', 'Direct debits'],
  '07': ['Binnenlands handelspapier', 'Effets de commerce domestiques', 'Domestic commercial paper'],
  '09': ['Verrichtingen aan het loket', 'Opérations au guichet', 'Counter transactions'],
  '11': ['Effecten', 'Titres', 'Securities'],
  '13': ['Kredieten', 'Crédits', 'Credits'],
  '30': ['Diverse verrichtingen', 'Opérations diverses', 'Various transactions'],
  '35': ['Rekeningafsluiting', 'Clôture du compte', 'Account closing'],
  '41': ['Overschrijvingen buiten SEPA', 'Virements hors SEPA', 'Foreign credit transfers (not SEPA)'],
  '43': ['Buitenlandse cheques', 'Chèques étrangers', 'Foreign cheques'],
  '47': ['Buitenlands handelspapier', 'Effets de commerce étrangers', 'Foreign commercial paper'],
  '80': ['Afzonderlijk aangerekende kosten', 'Frais facturés séparément', 'Costs charged separately'],
};
