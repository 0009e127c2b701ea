import type { CodeTable } from '../../code-text.ts';

const separateCosts: CodeTable = {
  '02': ['Kosten van elektronische uitvoer', 'Frais de sortie électronique', 'Costs of electronic output'],
  '04': [
    'Kosten van een documentaire kredietlijn',
    'Frais d’une ligne de crédit documentaire',
    'Costs of a documentary credit line',
  ],
  '06': ['Schadevergoeding op wissels en cheques', 'Indemnité sur effets et chèques', 'Damage on bills and cheques'],
  '07': ['Verzekeringskosten', 'Frais d’assurance', 'Insurance costs'],
  '08': [
    'Registratiekosten van een spaarrekening',
    'Frais d’enregistrement d’un compte d’épargne',
    'Registration of savings',
  ],
  '09': ['Portkosten', 'Frais de port', 'Postage'],
  '10': ['Aankoop van een smartcard', 'Achat d’une carte à puce', 'Purchase of a smart card'],
  '11': ['Bewaring van briefwisseling', 'Conservation de la correspondance', 'Correspondence kept'],
  '12': ['Kosten bij opening van een waarborg', 'Frais d’ouverture d’une garantie', 'Opening of a guarantee'],
  '13': ['Huur van een kluis', 'Location d’un coffre', 'Safe rental'],
  '14': ['Kosten van afbetaling', 'Frais de gestion d’un tempérament', 'Handling of instalments'],
  '15': ['Nachtkluis', 'Coffre de nuit', 'Night safe'],
  '16': ['Bevestiging aan de revisor', 'Confirmation au réviseur', 'Confirmation to the auditor'],
  '17': ['Bewaarloon', 'Droits de garde', 'Custody fee'],
  '18': ['Handelsinlichtingen', 'Renseignements commerciaux', 'Trade information'],
  '19': ['Bijzonder bewaarloon', 'Droits de garde spéciaux', 'Special custody fee'],
  '20': ['Opmaak van een attest', 'Établissement d’une attestation', 'Certificate'],
  '21': ['Loonzakjes', 'Enveloppes de paie', 'Pay packets'],
  '22': ['Beheerskosten', 'Frais de gestion', 'Management costs'],
  '23': ['Opzoekingskosten', 'Frais de recherche', 'Research costs'],
  '24': ['Stelsel van interestteruggave', 'Système de restitution d’intérêts', 'Interest refund system'],
  '25': ['Huur van een brievenbus', 'Location d’une boîte aux lettres', 'Letter box rental'],
  '26': ['Reisverzekering', 'Assurance voyage', 'Travel insurance'],
  '27': ['Abonnementskosten', 'Frais d’abonnement', 'Subscription'],
  '29': ['Informatiekosten', 'Frais d’information', 'Information costs'],
  '31': ['Kosten van een exploot', 'Frais d’exploit', 'Service of a writ'],
  '33': ['Diverse kosten', 'Frais divers', 'Various costs'],
  '35': ['Belastingberekening', 'Calcul d’impôt', 'Tax calculation'],
  '37': ['Toegang tot gegevensbank', 'Accès à une banque de données', 'Database access'],
  '39': ['Borgstelling', 'Cautionnement', 'Surety'],
  '41': ['Opzoekingskosten', 'Frais de recherche', 'Research costs'],
  '43': ['Formulieren', 'Formulaires', 'Forms'],
  '45': ['Kosten van een documentair krediet', 'Frais d’un crédit documentaire', 'Documentary credit costs'],
  '47': ['Aanrekening van verrichtingen', 'Imputation d’opérations', 'Charging of transactions'],
};

/** What the bank charges on its own line rather than with the movement that caused it. */
export const costs: Readonly<Record<string, CodeTable>> = { '80': separateCosts };
