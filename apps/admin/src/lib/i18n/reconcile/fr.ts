import type { CatalogueOf } from '../catalogue.ts';
import type { reconcile as nl } from './nl.ts';

export const reconcile: CatalogueOf<typeof nl> = {
  'keys.title': 'Raccourcis clavier',
  'keys.text':
    'Ils fonctionnent tant que vous n’écrivez pas dans un champ. Vous pouvez les désactiver dans votre menu.',
  'keys.everywhere': 'Partout',
  'keys.lists': 'Dans les listes',
  'keys.workbench': 'Dans le lettrage',
  'keys.help': 'Afficher ces raccourcis',
  'keys.close.button': 'Fermer',
  'keys.next': 'Suivante',
  'keys.previous': 'Précédente',
  'keys.open': 'Ouvrir',
  'keys.close': 'Fermer',
  'keys.accept': 'Accepter',
  'keys.choose': 'Choisir une proposition',
  'keys.reject': 'Pas cette proposition',
  'keys.split': 'Ventiler',
  'keys.ignore': 'Ignorer',
  'keys.find': 'Chercher un document',
  'keys.undo': 'Annuler l’action',
  'keys.skip': 'Plus tard, passer à la suivante',
};
