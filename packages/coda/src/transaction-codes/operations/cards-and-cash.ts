import type { CodeTable } from '../../code-text.ts';

const cards: CodeTable = {
  '01': ['Opladen van een gsm-kaart', 'Chargement d’une carte gsm', 'Load of a mobile phone card'],
  '02': ['Kaartbetaling in de eurozone', 'Paiement par carte dans la zone euro', 'Card payment in the euro zone'],
  '03': ['Afrekening van een kredietkaart', 'Décompte d’une carte de crédit', 'Credit card settlement'],
  '04': ['Geldopname aan een automaat', 'Retrait à un distributeur', 'Cash machine withdrawal'],
  '05': ['Opladen van Proton', 'Chargement de Proton', 'Load of a Proton card'],
  '06': ['Betaling met een tankkaart', 'Paiement par carte carburant', 'Payment by fuel card'],
  '07': ['Betaling via gsm', 'Paiement par gsm', 'Payment by mobile phone'],
  '08': ['Kaartbetaling buiten de eurozone', 'Paiement par carte hors zone euro', 'Card payment outside the euro zone'],
  '09': ['Opladen van een prepaidkaart', 'Chargement d’une carte prépayée', 'Load of a prepaid card'],
  '10': [
    'Rechtzetting van een prepaidkaart (debet)',
    'Rectification d’une carte prépayée (débit)',
    'Prepaid card correction (debit)',
  ],
  '50': ['Ontvangsten van betaalterminals', 'Recettes de terminaux de paiement', 'Terminal receipts'],
  '51': ['Ontladen van Proton', 'Déchargement de Proton', 'Unload of a Proton card'],
  '52': [
    'Gsm-kaarten, deel van de aanbieder',
    'Cartes gsm, part du fournisseur',
    'Mobile phone cards, share of the provider',
  ],
  '53': ['Storting aan een automaat', 'Dépôt à un automate', 'Cash deposit at a machine'],
  '54': ['Ontladen van een prepaidkaart', 'Déchargement d’une carte prépayée', 'Unload of a prepaid card'],
  '55': ['Ontvangsten via gsm', 'Recettes par gsm', 'Mobile phone receipts'],
  '56': [
    'Rechtzetting van een prepaidkaart (credit)',
    'Rectification d’une carte prépayée (crédit)',
    'Prepaid card correction (credit)',
  ],
  '68': ['Ontvangsten van Proton', 'Recettes Proton', 'Proton receipts'],
};

const counter: CodeTable = {
  '01': ['Geldopname', 'Retrait d’espèces', 'Cash withdrawal'],
  '05': ['Aankoop van vreemde bankbiljetten', 'Achat de billets étrangers', 'Foreign notes bought'],
  '07': ['Aankoop van goud', 'Achat d’or', 'Gold bought'],
  '09': ['Aankoop van benzinebonnen', 'Achat de bons d’essence', 'Petrol coupons bought'],
  '13': ['Geldopname via het kantoor', 'Retrait par l’agence', 'Cash withdrawal by the branch'],
  '17': ['Aankoop van fiscale zegels', 'Achat de timbres fiscaux', 'Fiscal stamps bought'],
  '19': ['Kasverschil in debet', 'Différence de caisse au débit', 'Cash difference, debit'],
  '25': ['Aankoop van reischeques', 'Achat de chèques de voyage', 'Traveller’s cheques bought'],
  '50': ['Storting in contanten', 'Versement en espèces', 'Cash deposit'],
  '52': ['Storting via de nachtkluis', 'Versement par coffre de nuit', 'Night safe deposit'],
  '58': ['Storting via kantoor of agent', 'Versement par agence ou agent', 'Cash deposit by a branch or agent'],
  '60': ['Verkoop van vreemde bankbiljetten', 'Vente de billets étrangers', 'Foreign notes sold'],
  '62': ['Verkoop van goud', 'Vente d’or', 'Gold sold'],
  '68': ['Kasverschil in credit', 'Différence de caisse au crédit', 'Cash difference, credit'],
  '70': ['Verkoop van reischeques', 'Vente de chèques de voyage', 'Traveller’s cheques sold'],
};

export const cardsAndCash: Readonly<Record<string, CodeTable>> = { '04': cards, '09': counter };
