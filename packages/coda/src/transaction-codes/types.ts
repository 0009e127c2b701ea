import type { CodeTable } from '../code-text.ts';

/** Transaction type, the first digit of the code: how the amount relates to the others of its movement. */
export const transactionTypes: CodeTable = {
  '0': ['Enkel bedrag', 'Montant simple', 'Single amount'],
  '1': ['Totaal door de klant samengesteld', 'Total constitué par le client', 'Total made by the customer'],
  '2': ['Totaal door de bank samengesteld', 'Total constitué par la banque', 'Total made by the bank'],
  '3': ['Enkel bedrag met uitsplitsing', 'Montant simple avec ventilation', 'Single amount with a breakdown'],
  '5': ['Detail van een totaal van de klant', 'Détail d’un total du client', 'Detail of a total made by the customer'],
  '6': ['Detail van een totaal van de bank', 'Détail d’un total de la banque', 'Detail of a total made by the bank'],
  '7': [
    'Detail van een totaal van de bank, zelf uitgesplitst',
    'Détail d’un total de la banque, lui-même ventilé',
    'Detail of a total made by the bank, itself broken down',
  ],
  '8': ['Onderdeel van een uitsplitsing', 'Élément d’une ventilation', 'Part of a breakdown'],
  '9': ['Detail van een detail', 'Détail d’un détail', 'Detail of a detail'],
};
