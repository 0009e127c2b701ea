import type { CatalogueOf } from '../catalogue.ts';
import type { reconcile as nl } from './nl.ts';

export const reconcile: CatalogueOf<typeof nl> = {
  'keys.title': 'Keyboard shortcuts',
  'keys.text': 'They work as long as you are not typing in a field. You can switch them off in your account menu.',
  'keys.everywhere': 'Everywhere',
  'keys.lists': 'In lists',
  'keys.workbench': 'While matching',
  'keys.help': 'Show these shortcuts',
  'keys.close.button': 'Close',
  'keys.next': 'Next',
  'keys.previous': 'Previous',
  'keys.open': 'Open',
  'keys.close': 'Close',
  'keys.accept': 'Accept',
  'keys.choose': 'Choose a suggestion',
  'keys.reject': 'Not this suggestion',
  'keys.split': 'Split',
  'keys.ignore': 'Ignore',
  'keys.find': 'Find document',
  'keys.undo': 'Undo',
  'keys.skip': 'Later, go to the next',
};
