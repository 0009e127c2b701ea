/** What every page of a bank says. */
export const bankTexts = {
  nl: {
    simulation: 'Simulatie. Dit is niet Ponto en niet uw bank; alle namen en bedragen zijn verzonnen.',
    language: 'Taal',
    secure: 'In het echt meldt u zich hier aan bij uw bank. In deze simulatie volstaat een klik.',
    account: 'Rekening',
    holder: 'Houder',
    cancel: 'Annuleren',
    goBack: 'Terug naar de toepassing',
    unknown: 'Deze pagina bestaat niet meer',
    unknownDetail: 'De aanvraag is onbekend of de koppeling is intussen beëindigd. Begin opnieuw in de toepassing.',
    done: 'Dit is al afgehandeld',
    doneDetail: 'U hoeft hier niets meer te doen.',
  },
  fr: {
    simulation: "Simulation. Ceci n'est ni Ponto ni votre banque ; tous les noms et montants sont inventés.",
    language: 'Langue',
    secure: 'En réalité, vous vous identifiez ici auprès de votre banque. Dans cette simulation, un clic suffit.',
    account: 'Compte',
    holder: 'Titulaire',
    cancel: 'Annuler',
    goBack: "Retour à l'application",
    unknown: "Cette page n'existe plus",
    unknownDetail: "La demande est inconnue ou la liaison a pris fin entre-temps. Recommencez dans l'application.",
    done: 'Ceci a déjà été traité',
    doneDetail: "Vous n'avez plus rien à faire ici.",
  },
  en: {
    simulation: 'Simulation. This is neither Ponto nor your bank; all names and amounts are invented.',
    language: 'Language',
    secure: 'In reality you sign in to your bank here. In this simulation a click is enough.',
    account: 'Account',
    holder: 'Holder',
    cancel: 'Cancel',
    goBack: 'Back to the application',
    unknown: 'This page no longer exists',
    unknownDetail: 'The request is unknown, or the link has ended in the meantime. Start again in the application.',
    done: 'This has been dealt with already',
    doneDetail: 'There is nothing left for you to do here.',
  },
} as const;

/** `{application}` and `{days}` are filled in. */
export const reauthorizationTexts = {
  nl: {
    title: 'Toegang vernieuwen',
    asks: 'Vernieuw de toegang tot uw rekening',
    explanation: 'Ponto mag saldo en transacties van deze rekening blijven lezen en doorgeven aan {application}.',
    until: 'Huidige toegang tot',
    untilUnknown: 'onbekend',
    next: 'Nieuwe toegang tot',
    confirm: 'Vernieuwen',
  },
  fr: {
    title: "Renouveler l'accès",
    asks: "Renouvelez l'accès à votre compte",
    explanation:
      'Ponto peut continuer à lire le solde et les transactions de ce compte et les transmettre à {application}.',
    until: "Accès actuel jusqu'au",
    untilUnknown: 'inconnu',
    next: "Nouvel accès jusqu'au",
    confirm: 'Renouveler',
  },
  en: {
    title: 'Renew access',
    asks: 'Renew access to your account',
    explanation:
      'Ponto may go on reading balance and transactions of this account and passing them on to {application}.',
    until: 'Present access until',
    untilUnknown: 'unknown',
    next: 'New access until',
    confirm: 'Renew',
  },
} as const;
