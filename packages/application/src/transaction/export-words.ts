import type { TransactionStatus } from '@onfact-ponto/db';

/** The words of the export: a file is read without the screen beside it. */

export const exportColumns = {
  nl: [
    'Boekdatum',
    'Valutadatum',
    'Tegenpartij',
    'Rekening tegenpartij',
    'Mededeling',
    'Gestructureerde mededeling',
    'Bedrag',
    'Munt',
    'Status',
    'Documenten',
    'Rekening',
    'Rekeningnummer',
    'Herkomst',
    'Bankreferentie',
    'Id',
  ],
  fr: [
    'Date comptable',
    'Date valeur',
    'Contrepartie',
    'Compte de la contrepartie',
    'Communication',
    'Communication structurée',
    'Montant',
    'Devise',
    'État',
    'Documents',
    'Compte',
    'Numéro de compte',
    'Origine',
    'Référence bancaire',
    'Id',
  ],
  en: [
    'Booking date',
    'Value date',
    'Counterparty',
    'Account of counterparty',
    'Remittance information',
    'Structured communication',
    'Amount',
    'Currency',
    'Status',
    'Documents',
    'Account',
    'Account number',
    'Origin',
    'Bank reference',
    'Id',
  ],
} as const;

export const statusWords: Readonly<Record<'nl' | 'fr' | 'en', Readonly<Record<TransactionStatus, string>>>> = {
  nl: {
    to_process: 'Te verwerken',
    proposed: 'Voorstel',
    ignored: 'Genegeerd',
    matched_automatically: 'Automatisch afgepunt',
    matched: 'Afgepunt',
    partly_matched: 'Gedeeltelijk',
    doubtful: 'Mogelijk dubbel',
  },
  fr: {
    to_process: 'À traiter',
    proposed: 'Proposition',
    ignored: 'Ignoré',
    matched_automatically: 'Lettré automatiquement',
    matched: 'Lettré',
    partly_matched: 'Partiellement',
    doubtful: 'Doublon possible',
  },
  en: {
    to_process: 'To process',
    proposed: 'Suggestion',
    ignored: 'Ignored',
    matched_automatically: 'Matched automatically',
    matched: 'Matched',
    partly_matched: 'Partly',
    doubtful: 'Possible duplicate',
  },
};

export const originWords = { ponto: 'Ponto', coda: 'CODA' } as const;
