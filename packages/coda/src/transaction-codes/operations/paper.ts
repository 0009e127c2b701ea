import type { CodeTable } from '../../code-text.ts';

const cheques: CodeTable = {
  '01': ['Betaling van een cheque', 'Paiement d’un chèque', 'Cheque paid'],
  '05': ['Betaling van een waardebon', 'Paiement d’un bon', 'Voucher paid'],
  '09': ['Onbetaalde waardebon', 'Bon impayé', 'Unpaid voucher'],
  '11': ['Winkelcheque', 'Chèque de magasin', 'Store cheque'],
  '15': ['Aankoop van een bankcheque', 'Achat d’un chèque bancaire', 'Bank cheque bought'],
  '17': ['Gecertificeerde cheque', 'Chèque certifié', 'Certified cheque'],
  '38': ['Voorlopig onbetaalde cheque', 'Chèque provisoirement impayé', 'Cheque provisionally unpaid'],
  '52': ['Cheques gecrediteerd onder voorbehoud', 'Chèques crédités sous réserve', 'Cheques credited under reserve'],
  '58': ['Cheques gecrediteerd na incasso', 'Chèques crédités après encaissement', 'Cheques credited after collection'],
  '60': ['Tegenboeking van een waardebon', 'Contre-passation d’un bon', 'Voucher reversed'],
  '62': ['Tegenboeking van een cheque', 'Contre-passation d’un chèque', 'Cheque reversed'],
  '63': [
    'Tweede creditering van een onbetaalde cheque',
    'Second crédit d’un chèque impayé',
    'Second credit of an unpaid cheque',
  ],
  '66': ['Afgifte van een cheque via het kantoor', 'Remise d’un chèque par l’agence', 'Cheque remitted by the branch'],
};

const bills: CodeTable = {
  '01': ['Betaling van een wissel', 'Paiement d’un effet', 'Bill paid'],
  '05': ['Teruggevorderde wissel', 'Effet réclamé', 'Bill claimed back'],
  '06': ['Uitstel van vervaldag', 'Report d’échéance', 'Maturity extended'],
  '07': ['Onbetaalde wissel', 'Effet impayé', 'Unpaid bill'],
  '08': ['Vervroegd betaalde wissel', 'Effet payé anticipativement', 'Bill paid in advance'],
  '09': ['Agio op een leverancierswissel', 'Agio sur un effet fournisseur', 'Agio on a supplier bill'],
  '39': ['Teruggave van een onregelmatige wissel', 'Retour d’un effet irrégulier', 'Irregular bill returned'],
  '50': ['Credit na incasso', 'Crédit après encaissement', 'Credit after collection'],
  '52': ['Credit onder voorbehoud', 'Crédit sous réserve', 'Credit under reserve'],
  '54': ['Disconto', 'Escompte', 'Discount'],
  '56': ['Leverancierswissel met waarborg', 'Effet fournisseur avec garantie', 'Supplier bill with guarantee'],
  '58': ['Leverancierswissel zonder waarborg', 'Effet fournisseur sans garantie', 'Supplier bill without guarantee'],
};

const foreignCheques: CodeTable = {
  '01': ['Betaling van een buitenlandse cheque', 'Paiement d’un chèque étranger', 'Foreign cheque paid'],
  '07': ['Onbetaalde buitenlandse cheque', 'Chèque étranger impayé', 'Unpaid foreign cheque'],
  '15': [
    'Aankoop van een internationale bankcheque',
    'Achat d’un chèque bancaire international',
    'International bank cheque bought',
  ],
  '52': [
    'Buitenlandse cheque gecrediteerd onder voorbehoud',
    'Chèque étranger crédité sous réserve',
    'Foreign cheque credited under reserve',
  ],
  '58': [
    'Buitenlandse cheque gecrediteerd na incasso',
    'Chèque étranger crédité après encaissement',
    'Foreign cheque credited after collection',
  ],
  '62': [
    'Tegenboeking van een buitenlandse cheque',
    'Contre-passation d’un chèque étranger',
    'Foreign cheque reversed',
  ],
};

const foreignBills: CodeTable = {
  '01': ['Betaling van een buitenlandse wissel', 'Paiement d’un effet étranger', 'Foreign bill paid'],
  '05': ['Teruggevorderde buitenlandse wissel', 'Effet étranger réclamé', 'Foreign bill claimed back'],
  '06': ['Uitstel van vervaldag', 'Report d’échéance', 'Maturity extended'],
  '07': ['Onbetaalde buitenlandse wissel', 'Effet étranger impayé', 'Unpaid foreign bill'],
  '11': [
    'Betaling van documenten in het buitenland',
    'Paiement de documents à l’étranger',
    'Payment of documents abroad',
  ],
  '13': [
    'Disconto van buitenlandse leverancierswissels',
    'Escompte d’effets fournisseurs étrangers',
    'Discount of foreign supplier bills',
  ],
  '14': ['Vervallen warrant', 'Warrant échu', 'Warrant due'],
  '50': ['Credit na incasso', 'Crédit après encaissement', 'Credit after collection'],
  '52': ['Credit onder voorbehoud', 'Crédit sous réserve', 'Credit under reserve'],
  '54': ['Disconto', 'Escompte', 'Discount'],
  '56': ['Leverancierswissel met waarborg', 'Effet fournisseur avec garantie', 'Supplier bill with guarantee'],
  '58': ['Leverancierswissel zonder waarborg', 'Effet fournisseur sans garantie', 'Supplier bill without guarantee'],
  '60': [
    'Documenten gecrediteerd onder voorbehoud',
    'Documents crédités sous réserve',
    'Documents credited under reserve',
  ],
  '62': [
    'Documenten gecrediteerd na incasso',
    'Documents crédités après encaissement',
    'Documents credited after collection',
  ],
  '64': ['Warrant', 'Warrant', 'Warrant'],
};

/** Cheques and bills: payment promises on paper. */
export const paper: Readonly<Record<string, CodeTable>> = {
  '03': cheques,
  '07': bills,
  '43': foreignCheques,
  '47': foreignBills,
};
