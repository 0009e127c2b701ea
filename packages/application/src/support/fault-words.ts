import type { FaultCode } from './fault.ts';

export type FaultLanguage = 'nl' | 'fr' | 'en';
type Words = Readonly<Record<FaultLanguage, string>>;

/** What happened, what still works, and what to do: for the screen, the api and support alike. */
export type FaultTexts = Readonly<{ title: Words; works: Words; action: Words }>;

const kept: Words = {
  nl: 'Alles wat al opgehaald is, blijft staan en kun je afpunten. CODA-bestanden importeren kan ook.',
  fr: 'Tout ce qui a déjà été importé reste là et peut être lettré. L’import de fichiers CODA fonctionne aussi.',
  en: 'Everything that was fetched stays, and you can match it. You can also import CODA files.',
};

const onlyMatchingStops: Words = {
  nl: 'Transacties komen binnen, maar worden niet automatisch afgepunt.',
  fr: 'Les opérations arrivent, mais ne sont pas lettrées automatiquement.',
  en: 'Transactions come in, but are not matched automatically.',
};

export const faultTexts: Readonly<Record<FaultCode, FaultTexts>> = {
  integration_revoked: {
    title: {
      nl: 'De koppeling is in Ponto stopgezet.',
      fr: 'La liaison a été arrêtée dans Ponto.',
      en: 'The link was ended in Ponto.',
    },
    works: kept,
    action: {
      nl: 'Een beheerder van je bedrijf koppelt opnieuw. Daarna gaan we verder waar we stopten.',
      fr: 'Un administrateur de votre entreprise reconnecte. Nous reprenons ensuite là où nous étions.',
      en: 'An administrator of your company reconnects. We then go on where we stopped.',
    },
  },
  grant_lost: {
    title: {
      nl: 'Ponto aanvaardt onze toegang niet meer.',
      fr: 'Ponto n’accepte plus notre accès.',
      en: 'Ponto no longer accepts our access.',
    },
    works: kept,
    action: {
      nl: 'Een beheerder van je bedrijf koppelt opnieuw. Daarna gaan we verder waar we stopten.',
      fr: 'Un administrateur de votre entreprise reconnecte. Nous reprenons ensuite là où nous étions.',
      en: 'An administrator of your company reconnects. We then go on where we stopped.',
    },
  },
  organization_blocked: {
    title: {
      nl: 'Ponto heeft je organisatie geblokkeerd.',
      fr: 'Ponto a bloqué votre organisation.',
      en: 'Ponto has blocked your organization.',
    },
    works: kept,
    action: {
      nl: 'Vraag Ponto waarom: vaak staat er een betaling open. Zodra Ponto deblokkeert, gaat het ophalen verder.',
      fr: 'Demandez-en la raison à Ponto : souvent un paiement reste dû. La mise à jour reprend dès le déblocage.',
      en: 'Ask Ponto why: often a payment is due. Fetching goes on as soon as Ponto unblocks it.',
    },
  },
  reading_paused: {
    title: {
      nl: 'Het ophalen is bij ons gepauzeerd.',
      fr: 'La mise à jour est en pause chez nous.',
      en: 'Fetching is paused on our side.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen. Support hervat het ophalen zodra het kan.',
      fr: 'Vous n’avez rien à faire. Le support la reprendra dès que possible.',
      en: 'You need not do anything. Support resumes the fetching as soon as it can.',
    },
  },
  reading_overdue: {
    title: {
      nl: 'Het ophalen loopt bij ons achter.',
      fr: 'La mise à jour a pris du retard chez nous.',
      en: 'Fetching is behind schedule on our side.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen: de fout ligt bij ons en er gaat niets verloren.',
      fr: 'Vous n’avez rien à faire : l’erreur vient de chez nous et rien ne se perd.',
      en: 'You need not do anything: the fault is ours, and nothing is lost.',
    },
  },
  application_refused: {
    title: {
      nl: 'Ponto weigert onze toepassing.',
      fr: 'Ponto refuse notre application.',
      en: 'Ponto refuses our application.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen: de fout ligt bij ons, bij een certificaat of een sleutel. Support lost het op.',
      fr: 'Vous n’avez rien à faire : l’erreur vient de chez nous (certificat ou clé). Le support s’en charge.',
      en: 'You need not do anything: the fault is ours, in a certificate or a key. Support repairs it.',
    },
  },
  internal: {
    title: {
      nl: 'Het ophalen loopt vast op een fout bij ons.',
      fr: 'La mise à jour bute sur une erreur de notre côté.',
      en: 'Fetching runs into an error on our side.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen. We proberen het vanzelf opnieuw; blijft het duren, meld het dan aan support.',
      fr: 'Vous n’avez rien à faire. Nous réessayons ; si cela dure, prévenez le support.',
      en: 'You need not do anything. We try again by ourselves; if it lasts, tell support.',
    },
  },
  ponto_forbidden: {
    title: {
      nl: 'Ponto laat ons deze gegevens niet lezen.',
      fr: 'Ponto ne nous laisse pas lire ces données.',
      en: 'Ponto does not let us read these data.',
    },
    works: kept,
    action: {
      nl: 'Controleer in Ponto of de formule “Bankrekeninginformatie” actief is, of vraag het aan Ponto.',
      fr: 'Vérifiez dans Ponto que la formule « Information sur les comptes » est active, ou demandez-le à Ponto.',
      en: 'Check in Ponto that the plan “Account Information” is active, or ask Ponto.',
    },
  },
  ponto_refused: {
    title: {
      nl: 'Ponto weigert onze vraag.',
      fr: 'Ponto refuse notre demande.',
      en: 'Ponto refuses our request.',
    },
    works: kept,
    action: {
      nl: 'We proberen het vanzelf opnieuw. Blijft het duren, meld het dan aan support.',
      fr: 'Nous réessayons automatiquement. Si cela dure, prévenez le support.',
      en: 'We try again by ourselves. If it lasts, tell support.',
    },
  },
  ponto_unexpected_answer: {
    title: {
      nl: 'Ponto antwoordt iets wat we niet begrijpen.',
      fr: 'Ponto répond quelque chose que nous ne comprenons pas.',
      en: 'Ponto answers something that we do not understand.',
    },
    works: kept,
    action: {
      nl: 'We proberen het vanzelf opnieuw. Blijft het duren, meld het dan aan support.',
      fr: 'Nous réessayons automatiquement. Si cela dure, prévenez le support.',
      en: 'We try again by ourselves. If it lasts, tell support.',
    },
  },
  ponto_unreachable: {
    title: {
      nl: 'Ponto antwoordt niet.',
      fr: 'Ponto ne répond pas.',
      en: 'Ponto does not answer.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen: we proberen het vanzelf opnieuw en er gaat niets verloren.',
      fr: 'Vous n’avez rien à faire : nous réessayons automatiquement et rien ne se perd.',
      en: 'You need not do anything: we try again by ourselves, and nothing is lost.',
    },
  },
  ponto_busy: {
    title: {
      nl: 'Ponto heeft het te druk.',
      fr: 'Ponto est surchargé.',
      en: 'Ponto is too busy.',
    },
    works: kept,
    action: {
      nl: 'Je hoeft niets te doen: we proberen het vanzelf later opnieuw.',
      fr: 'Vous n’avez rien à faire : nous réessayons plus tard automatiquement.',
      en: 'You need not do anything: we try again later by ourselves.',
    },
  },
  authorization_expired: {
    title: {
      nl: 'De toestemming bij de bank is verlopen.',
      fr: 'L’autorisation à la banque a expiré.',
      en: 'The consent at the bank has ended.',
    },
    works: kept,
    action: {
      nl: 'De houder van de Ponto-account vernieuwt de toestemming in Ponto. De ontbrekende dagen komen dan mee.',
      fr: 'Le titulaire du compte Ponto renouvelle l’autorisation dans Ponto. Les jours manquants suivront.',
      en: 'The holder of the Ponto account renews the consent in Ponto. The missing days then come in.',
    },
  },
  account_not_shared: {
    title: {
      nl: 'Deze rekening wordt in Ponto niet meer gedeeld.',
      fr: 'Ce compte n’est plus partagé dans Ponto.',
      en: 'This account is no longer shared in Ponto.',
    },
    works: kept,
    action: {
      nl: 'Wil je ze terug, dan koppelt een beheerder opnieuw en vinkt de rekening aan.',
      fr: 'Pour le retrouver, un administrateur reconnecte et coche le compte.',
      en: 'To have it back, an administrator reconnects and ticks the account.',
    },
  },
  bank_error: {
    title: {
      nl: 'De bank geeft Ponto nu geen gegevens.',
      fr: 'La banque ne donne pas de données à Ponto pour le moment.',
      en: 'The bank gives Ponto no data at the moment.',
    },
    works: kept,
    action: {
      nl: 'Wacht enkele uren: meestal gaat het vanzelf over. Blijft het duren, vernieuw de toestemming of vraag Ponto.',
      fr: 'Attendez quelques heures : cela passe souvent seul. Sinon, renouvelez l’autorisation ou demandez à Ponto.',
      en: 'Wait a few hours: it mostly passes by itself. If it lasts, renew the consent or ask Ponto.',
    },
  },
  bank_silent: {
    title: {
      nl: 'Ponto heeft al meer dan een dag niets nieuws van de bank.',
      fr: 'Ponto n’a rien reçu de la banque depuis plus d’un jour.',
      en: 'Ponto has had nothing new from the bank for more than a day.',
    },
    works: kept,
    action: {
      nl: 'Druk op “Nu ophalen”. Helpt dat niet, vraag dan aan Ponto wat de bank antwoordt.',
      fr: 'Cliquez sur « Actualiser maintenant ». Si cela n’aide pas, demandez à Ponto ce que répond la banque.',
      en: 'Press “Fetch now”. If that does not help, ask Ponto what the bank answers.',
    },
  },
  lines_unreadable: {
    title: {
      nl: 'Sommige transacties kunnen we nog niet lezen.',
      fr: 'Nous ne pouvons pas encore lire certaines opérations.',
      en: 'Some transactions we cannot read yet.',
    },
    works: {
      nl: 'Ze zijn bewaard zoals Ponto ze stuurde; al de rest komt binnen.',
      fr: 'Elles sont conservées telles que Ponto les a envoyées ; tout le reste arrive.',
      en: 'They are kept as Ponto sent them; all the rest comes in.',
    },
    action: {
      nl: 'Meld het aan support: de fout ligt bij ons. Ze verschijnen vanzelf zodra het opgelost is.',
      fr: 'Prévenez le support : l’erreur vient de chez nous. Elles apparaîtront d’elles-mêmes ensuite.',
      en: 'Tell support: the fault is ours. They appear by themselves once it is repaired.',
    },
  },
  onfact_key_refused: {
    title: {
      nl: 'De sleutel voor je facturen werkt niet meer.',
      fr: 'La clé d’accès à vos factures ne fonctionne plus.',
      en: 'The key to your invoices no longer works.',
    },
    works: onlyMatchingStops,
    action: {
      nl: 'Meld het aan support: zij vernieuwen de sleutel. Daarna wordt alles alsnog afgepunt.',
      fr: 'Prévenez le support, qui renouvelle la clé. Tout sera lettré ensuite.',
      en: 'Tell support: they renew the key. Everything is matched after that.',
    },
  },
  onfact_key_missing: {
    title: {
      nl: 'We kunnen je facturen niet lezen: de sleutel ontbreekt.',
      fr: 'Nous ne pouvons pas lire vos factures : la clé manque.',
      en: 'We cannot read your invoices: the key is missing.',
    },
    works: onlyMatchingStops,
    action: {
      nl: 'Meld het aan support: zij stellen de sleutel in. Daarna wordt alles alsnog afgepunt.',
      fr: 'Prévenez le support, qui installe la clé. Tout sera lettré ensuite.',
      en: 'Tell support: they set up the key. Everything is matched after that.',
    },
  },
  onfact_key_limited: {
    title: {
      nl: 'De sleutel mag je facturen niet lezen.',
      fr: 'La clé ne donne pas accès à vos factures.',
      en: 'The key may not read your invoices.',
    },
    works: onlyMatchingStops,
    action: {
      nl: 'Meld het aan support: zij stellen een sleutel in die het mag. Daarna wordt alles alsnog afgepunt.',
      fr: 'Prévenez le support, qui installe une clé qui y donne accès. Tout sera lettré ensuite.',
      en: 'Tell support: they set up a key that may. Everything is matched after that.',
    },
  },
  onfact_unavailable: {
    title: {
      nl: 'Je facturen antwoorden nu niet.',
      fr: 'Vos factures ne répondent pas pour le moment.',
      en: 'Your invoices do not answer at the moment.',
    },
    works: {
      nl: 'Transacties komen binnen; afpunten wacht tot de facturen weer gelezen kunnen worden.',
      fr: 'Les opérations arrivent ; le lettrage attend que les factures soient à nouveau lisibles.',
      en: 'Transactions come in; matching waits until the invoices can be read again.',
    },
    action: {
      nl: 'Je hoeft niets te doen: we proberen het vanzelf opnieuw.',
      fr: 'Vous n’avez rien à faire : nous réessayons automatiquement.',
      en: 'You need not do anything: we try again by ourselves.',
    },
  },
  onfact_refused_payment: {
    title: {
      nl: 'Een afgepunte betaling kon niet op de factuur geboekt worden.',
      fr: 'Un paiement lettré n’a pas pu être inscrit sur la facture.',
      en: 'A matched payment could not be booked on its invoice.',
    },
    works: {
      nl: 'Transacties komen binnen en worden afgepunt; op de factuur ontbreekt deze betaling.',
      fr: 'Les opérations arrivent et sont lettrées ; ce paiement manque sur la facture.',
      en: 'Transactions come in and are matched; this payment is missing on the invoice.',
    },
    action: {
      nl: 'Meld het aan support. Boek de betaling niet zelf: dan zou ze er dubbel staan.',
      fr: 'Prévenez le support. N’inscrivez pas le paiement vous-même : il serait en double.',
      en: 'Tell support. Do not book the payment yourself: it would stand there twice.',
    },
  },
};
