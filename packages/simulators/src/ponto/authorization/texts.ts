export type Language = 'nl' | 'fr' | 'en';

export function languageOf(asked: string | undefined | null): Language {
  const wanted = (asked ?? '').toLowerCase();
  const found = (['nl', 'fr', 'en'] as const).find((language) => wanted.startsWith(language));
  return found ?? 'en';
}

/** Every word of the authorization pages. `{application}` and `{organization}` are filled in. */
export const texts = {
  nl: {
    title: 'Toestemming geven',
    simulation: 'Simulatie. Dit is niet Ponto en niet uw bank; alle namen en bedragen zijn verzonnen.',
    signedInAs: 'Aangemeld als',
    organization: 'Organisatie',
    showAccounts: 'Rekeningen tonen',
    asks: '{application} vraagt toegang tot uw rekeningen',
    scopes: {
      ai: 'saldo en transacties lezen',
      pi: 'betalingen klaarzetten die u zelf ondertekent',
      name: 'de naam van uw organisatie lezen',
      offline_access: 'dit blijven doen zonder dat u aanwezig bent',
    },
    choose: 'Welke rekeningen wilt u delen?',
    none: 'Deze organisatie heeft nog geen rekeningen in Ponto.',
    chooseOne: 'Kies minstens één rekening.',
    confirm: 'Bevestigen',
    cancel: 'Annuleren',
    refused: 'Deze aanvraag kan niet',
    unknownClient: 'De toepassing is onbekend (client_id).',
    unknownRedirect: 'Het adres om naar terug te keren is niet geregistreerd (redirect_uri).',
  },
  fr: {
    title: 'Donner votre accord',
    simulation: "Simulation. Ceci n'est ni Ponto ni votre banque ; tous les noms et montants sont inventés.",
    signedInAs: 'Connecté en tant que',
    organization: 'Organisation',
    showAccounts: 'Afficher les comptes',
    asks: "{application} demande l'accès à vos comptes",
    scopes: {
      ai: 'lire le solde et les transactions',
      pi: 'préparer des paiements que vous signez vous-même',
      name: 'lire le nom de votre organisation',
      offline_access: 'continuer en votre absence',
    },
    choose: 'Quels comptes souhaitez-vous partager ?',
    none: "Cette organisation n'a pas encore de comptes dans Ponto.",
    chooseOne: 'Choisissez au moins un compte.',
    confirm: 'Confirmer',
    cancel: 'Annuler',
    refused: 'Cette demande est impossible',
    unknownClient: "L'application est inconnue (client_id).",
    unknownRedirect: "L'adresse de retour n'est pas enregistrée (redirect_uri).",
  },
  en: {
    title: 'Give your consent',
    simulation: 'Simulation. This is neither Ponto nor your bank; all names and amounts are invented.',
    signedInAs: 'Signed in as',
    organization: 'Organisation',
    showAccounts: 'Show accounts',
    asks: '{application} asks for access to your accounts',
    scopes: {
      ai: 'read balances and transactions',
      pi: 'prepare payments that you sign yourself',
      name: 'read the name of your organisation',
      offline_access: 'keep doing so while you are away',
    },
    choose: 'Which accounts do you want to share?',
    none: 'This organisation has no accounts in Ponto yet.',
    chooseOne: 'Choose at least one account.',
    confirm: 'Confirm',
    cancel: 'Cancel',
    refused: 'This request cannot be handled',
    unknownClient: 'The application is unknown (client_id).',
    unknownRedirect: 'The address to return to is not registered (redirect_uri).',
  },
} as const;
