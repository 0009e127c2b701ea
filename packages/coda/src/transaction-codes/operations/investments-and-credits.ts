import type { CodeTable } from '../../code-text.ts';

const securities: CodeTable = {
  '01': ['Aankoop van effecten', 'Achat de titres', 'Securities bought'],
  '02': ['Inschrijving op een aanbesteding', 'Souscription à une adjudication', 'Tender'],
  '03': ['Inschrijving op effecten', 'Souscription de titres', 'Subscription'],
  '04': ['Uitgiften', 'Émissions', 'Issues'],
  '05': ['Gedeeltelijke volstorting', 'Libération partielle', 'Part payment'],
  '06': ['Uitgeoefende optie', 'Exercice d’une option', 'Option exercised'],
  '09': ['Afrekening van effecten', 'Décompte de titres', 'Settlement of securities'],
  '11': [
    'Betaalbare coupons of effecten (emittent)',
    'Coupons ou titres payables (émetteur)',
    'Coupons or securities payable (issuer)',
  ],
  '13': ['Terugkoop van eigen uitgifte', 'Rachat de propre émission', 'Own issue bought back'],
  '15': ['Tussentijdse interest', 'Intérêts intercalaires', 'Interim interest'],
  '17': ['Beheerskosten', 'Frais de gestion', 'Management fee'],
  '19': ['Regularisatie', 'Régularisation', 'Regularisation'],
  '50': ['Verkoop van effecten', 'Vente de titres', 'Securities sold'],
  '51': ['Aanbesteding', 'Adjudication', 'Tender'],
  '52': ['Inning van coupons', 'Encaissement de coupons', 'Coupons collected'],
  '58': ['Terugbetaalbare effecten', 'Titres remboursables', 'Redemption of securities'],
  '62': ['Tussentijdse interest', 'Intérêts intercalaires', 'Interim interest'],
  '64': ['Eigen uitgifte', 'Propre émission', 'Own issue'],
  '66': [
    'Retrocessie van uitgiftecommissie',
    'Rétrocession de commission d’émission',
    'Retrocession of issue commission',
  ],
  '68': ['Vergoeding voor ontbrekende coupon', 'Indemnité pour coupon manquant', 'Compensation for a missing coupon'],
  '70': ['Afrekening van effecten', 'Décompte de titres', 'Settlement of securities'],
};

const credits: CodeTable = {
  '01': ['Krediet op korte termijn', 'Crédit à court terme', 'Short-term loan'],
  '02': ['Krediet op lange termijn', 'Crédit à long terme', 'Long-term loan'],
  '05': ['Afrekening van een vast voorschot', 'Décompte d’une avance à terme fixe', 'Fixed advance settled'],
  '07': ['Aflossing van een lening op afbetaling', 'Mensualité d’un prêt à tempérament', 'Loan instalment'],
  '11': ['Aflossing van een hypothecair krediet', 'Mensualité d’un crédit hypothécaire', 'Mortgage instalment'],
  '13': ['Afrekening van accepten', 'Décompte d’acceptations', 'Settlement of acceptances'],
  '15': ['Afbetalingsfinanciering', 'Financement à tempérament', 'Hire purchase'],
  '19': ['Documentair krediet bij invoer', 'Crédit documentaire à l’importation', 'Documentary credit, import'],
  '21': ['Ander krediet', 'Autre crédit', 'Other credit'],
  '50': ['Opname van een lening op afbetaling', 'Prélèvement d’un prêt à tempérament', 'Instalment loan paid out'],
  '54': [
    'Vast voorschot, kapitaal en interest',
    'Avance à terme fixe, capital et intérêts',
    'Fixed advance, capital and interest',
  ],
  '55': ['Vast voorschot, interest', 'Avance à terme fixe, intérêts', 'Fixed advance, interest'],
  '56': ['Subsidie', 'Subvention', 'Subsidy'],
  '60': ['Opname van een hypothecair krediet', 'Prélèvement d’un crédit hypothécaire', 'Mortgage paid out'],
  '62': ['Opname van een termijnkrediet', 'Prélèvement d’un crédit à terme', 'Term loan paid out'],
  '68': ['Documentair krediet bij uitvoer', 'Crédit documentaire à l’exportation', 'Documentary credit, export'],
  '70': ['Verdisconteerd accept', 'Acceptation escomptée', 'Discounted acceptance'],
};

const various: CodeTable = {
  '01': ['Contante aankoop van deviezen', 'Achat de devises au comptant', 'Currency bought spot'],
  '03': ['Aankoop van deviezen op termijn', 'Achat de devises à terme', 'Currency bought forward'],
  '05': ['Termijnbelegging', 'Placement à terme', 'Term investment'],
  '33': ['Rechtzetting van de valutadatum', 'Rectification de la date valeur', 'Correction of the value date'],
  '39': [
    'Nog niet gecodeerde verrichting (debet)',
    'Opération pas encore codifiée (débit)',
    'Transaction not coded yet (debit)',
  ],
  '50': ['Contante verkoop van deviezen', 'Vente de devises au comptant', 'Currency sold spot'],
  '52': ['Verkoop van deviezen op termijn', 'Vente de devises à terme', 'Currency sold forward'],
  '54': [
    'Termijnbelegging, kapitaal of interest',
    'Placement à terme, capital ou intérêts',
    'Term investment, capital or interest',
  ],
  '55': ['Termijnbelegging, interest', 'Placement à terme, intérêts', 'Term investment, interest'],
  '83': ['Rechtzetting van de valutadatum', 'Rectification de la date valeur', 'Correction of the value date'],
  '89': [
    'Nog niet gecodeerde verrichting (credit)',
    'Opération pas encore codifiée (crédit)',
    'Transaction not coded yet (credit)',
  ],
};

const closing: CodeTable = {
  '01': ['Afsluiting', 'Clôture', 'Closing'],
  '50': ['Afsluiting', 'Clôture', 'Closing'],
};

export const investmentsAndCredits: Readonly<Record<string, CodeTable>> = {
  '11': securities,
  '13': credits,
  '30': various,
  '35': closing,
};
