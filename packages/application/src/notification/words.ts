/** What notifications say, in the app and by mail. Dutch is the source; names between braces are filled in. */

export const notificationLanguages = ['nl', 'fr', 'en'] as const;
export type NotificationLanguage = (typeof notificationLanguages)[number];

/** What a notification says and where its button leads; `accounts` stands for each account, in a list of its own. */
export type Saying = Readonly<{ title: string; text: string; action: string }>;

export type SayingKey =
  | 'consent.soon.one'
  | 'consent.soon.other'
  | 'consent.today'
  | 'consent.over'
  | 'stopped.needs_reconnect'
  | 'stopped.blocked'
  | 'stopped.failing'
  | 'stopped.parked'
  | 'silent.connection'
  | 'silent.bank'
  | 'notShared.one'
  | 'notShared.other'
  | 'restored'
  | 'payment.differs'
  | 'payment.paidTwice'
  | 'payment.returned';

type Words = Readonly<{
  sayings: Readonly<Record<SayingKey, Saying>>;
  account: Readonly<{ until: string; over: string; plain: string }>;
  mail: Readonly<{
    greeting: string;
    /** Why the reader gets it. */
    actor: string;
    copy: string;
    settings: string;
    unsubscribe: string;
  }>;
}>;

export const words: Readonly<Record<NotificationLanguage, Words>> = {
  nl: {
    sayings: {
      'consent.soon.one': {
        title: 'De toestemming van je bank vervalt over {n} dag',
        text: 'Vernieuw ze nu: er gaat niets verloren en alles blijft intussen werken. Alleen de houder van de Ponto-account kan dat.',
        action: 'Toestemming vernieuwen',
      },
      'consent.soon.other': {
        title: 'De toestemming van je bank vervalt over {n} dagen',
        text: 'Vernieuwen kan nu al: er gaat niets verloren en alles blijft intussen werken. Alleen de houder van de Ponto-account kan dat.',
        action: 'Toestemming vernieuwen',
      },
      'consent.today': {
        title: 'De toestemming van je bank vervalt vandaag',
        text: 'Daarna komen er geen nieuwe transacties meer binnen tot de houder van de Ponto-account ze vernieuwt. Wat al binnen is, blijft staan.',
        action: 'Toestemming vernieuwen',
      },
      'consent.over': {
        title: 'De toestemming van je bank is verlopen',
        text: 'Nieuwe transacties komen niet meer binnen tot de houder van de Ponto-account ze vernieuwt. Wat al binnen is, blijft staan; wat intussen bij de bank gebeurt, komt na het vernieuwen alsnog.',
        action: 'Toestemming vernieuwen',
      },
      'stopped.needs_reconnect': {
        title: 'De koppeling met Ponto werkt niet meer',
        text: 'Ponto laat ons sinds {since} niet meer binnen. Nieuwe transacties komen niet meer binnen; alles van daarvoor blijft staan. Koppel opnieuw: je rekeningen en afpuntingen gaan gewoon verder.',
        action: 'Opnieuw koppelen',
      },
      'stopped.blocked': {
        title: 'Ponto heeft je organisatie geblokkeerd',
        text: 'Sinds {since} komen er geen nieuwe transacties meer binnen. Neem contact op met Ponto; zodra de blokkering weg is, gaat alles vanzelf verder.',
        action: 'Status bekijken',
      },
      'stopped.failing': {
        title: 'Ophalen bij Ponto lukt niet',
        text: 'Twee rondes na elkaar zijn mislukt. Je ziet de gegevens van {since}. We proberen het vanzelf opnieuw; je hoeft niets te doen.',
        action: 'Status bekijken',
      },
      'stopped.parked': {
        title: 'Het ophalen is bij ons gepauzeerd',
        text: 'Het lukte sinds {since} niet meer door een fout bij ons. Support kijkt ernaar en hervat het ophalen; er gaat niets verloren. Je hoeft niets te doen. Heb je intussen transacties nodig, importeer dan een CODA-bestand.',
        action: 'Status bekijken',
      },
      'silent.connection': {
        title: 'Al een dag geen nieuwe bankgegevens',
        text: 'De laatste geslaagde ophaling was op {since}. We proberen het vanzelf opnieuw. Blijft dit duren, geef support dan de referentie op de statuspagina.',
        action: 'Status bekijken',
      },
      'silent.bank': {
        title: 'Al een dag geen gegevens van je bank',
        text: 'Ponto kreeg sinds {since} niets meer van de bank. Meestal komt dat vanzelf goed; blijft het duren, vernieuw dan de toestemming.',
        action: 'Toestemming vernieuwen',
      },
      'notShared.one': {
        title: 'Een rekening wordt in Ponto niet meer gedeeld',
        text: 'Er komen geen nieuwe transacties van binnen; alles van daarvoor blijft staan. Was dat niet de bedoeling, deel ze dan opnieuw.',
        action: 'Opnieuw delen',
      },
      'notShared.other': {
        title: '{n} rekeningen worden in Ponto niet meer gedeeld',
        text: 'Er komen geen nieuwe transacties van binnen; alles van daarvoor blijft staan. Was dat niet de bedoeling, deel ze dan opnieuw.',
        action: 'Opnieuw delen',
      },
      restored: {
        title: 'De bankgegevens komen weer binnen',
        text: 'Wat intussen bij de bank gebeurde, is opgehaald. Je hoeft niets te doen.',
        action: 'Naar transacties',
      },
      'payment.differs': {
        title: 'Een betaling ging anders van je rekening dan je goedkeurde',
        text: 'Een banklijn draagt het kenmerk van betaling {reference}, met een ander bedrag of een andere rekening. Leg ze naast elkaar en vraag je bank wat er gebeurd is als je het niet herkent.',
        action: 'Betaling bekijken',
      },
      'payment.paidTwice': {
        title: 'Iets is misschien tweemaal betaald',
        text: 'Je bank voerde betaling {reference} uit, maar wat ze betaalt was al betaald of gesloten, of zit in een andere betaling. Kijk na of het tweemaal betaald is, onderteken geen tweede betaling en vraag terug wat te veel is.',
        action: 'Betaling bekijken',
      },
      'payment.returned': {
        title: 'De bank stortte een betaling terug',
        text: 'Geld van betaling {reference} kwam terug op je rekening. Wat ze betaalde, staat weer open. Vraag de begunstigde naar zijn rekeningnummer voor je opnieuw betaalt.',
        action: 'Betaling bekijken',
      },
    },
    account: { until: '{account}: tot {date}', over: '{account}: verlopen op {date}', plain: '{account}' },
    mail: {
      greeting: 'Dag {name},',
      actor: 'Je krijgt dit bericht omdat jij hier voor {company} iets aan kunt doen.',
      copy: 'Je krijgt deze kopie als beheerder van {company}. Wie Ponto koppelde, kreeg hetzelfde bericht.',
      settings: 'Kiezen welke berichten je krijgt',
      unsubscribe: 'Dit soort mails niet meer krijgen',
    },
  },
  fr: {
    sayings: {
      'consent.soon.one': {
        title: 'L’autorisation de votre banque expire dans {n} jour',
        text: 'Renouvelez-la maintenant : rien ne se perd et tout continue à fonctionner entre-temps. Seul le titulaire du compte Ponto peut le faire.',
        action: 'Renouveler l’autorisation',
      },
      'consent.soon.other': {
        title: 'L’autorisation de votre banque expire dans {n} jours',
        text: 'Vous pouvez déjà la renouveler : rien ne se perd et tout continue à fonctionner entre-temps. Seul le titulaire du compte Ponto peut le faire.',
        action: 'Renouveler l’autorisation',
      },
      'consent.today': {
        title: 'L’autorisation de votre banque expire aujourd’hui',
        text: 'Ensuite, aucune nouvelle opération n’arrivera tant que le titulaire du compte Ponto ne l’aura pas renouvelée. Ce qui est déjà là reste.',
        action: 'Renouveler l’autorisation',
      },
      'consent.over': {
        title: 'L’autorisation de votre banque a expiré',
        text: 'Aucune nouvelle opération n’arrive tant que le titulaire du compte Ponto ne l’a pas renouvelée. Ce qui est déjà là reste ; ce qui se passe entre-temps à la banque arrivera après le renouvellement.',
        action: 'Renouveler l’autorisation',
      },
      'stopped.needs_reconnect': {
        title: 'La connexion avec Ponto ne fonctionne plus',
        text: 'Depuis le {since}, Ponto ne nous laisse plus entrer. Aucune nouvelle opération n’arrive ; tout ce qui précède reste. Reconnectez : vos comptes et lettrages continuent simplement.',
        action: 'Reconnecter',
      },
      'stopped.blocked': {
        title: 'Ponto a bloqué votre organisation',
        text: 'Depuis le {since}, aucune nouvelle opération n’arrive. Contactez Ponto ; dès que le blocage est levé, tout continue de soi-même.',
        action: 'Voir l’état',
      },
      'stopped.failing': {
        title: 'La récupération auprès de Ponto échoue',
        text: 'Deux tours de suite ont échoué. Vous voyez les données du {since}. Nous réessayons automatiquement ; vous n’avez rien à faire.',
        action: 'Voir l’état',
      },
      'stopped.parked': {
        title: 'La récupération est en pause chez nous',
        text: 'Depuis le {since}, elle échouait par une erreur de notre côté. Le support s’en occupe et la reprendra ; rien ne se perd. Vous n’avez rien à faire. S’il vous faut des opérations entre-temps, importez un fichier CODA.',
        action: 'Voir l’état',
      },
      'silent.connection': {
        title: 'Aucune nouvelle donnée bancaire depuis un jour',
        text: 'La dernière récupération réussie date du {since}. Nous réessayons automatiquement. Si cela dure, donnez au support la référence de la page d’état.',
        action: 'Voir l’état',
      },
      'silent.bank': {
        title: 'Aucune donnée de votre banque depuis un jour',
        text: 'Depuis le {since}, Ponto n’a plus rien reçu de la banque. En général, cela se rétablit de soi-même ; si cela dure, renouvelez l’autorisation.',
        action: 'Renouveler l’autorisation',
      },
      'notShared.one': {
        title: 'Un compte n’est plus partagé dans Ponto',
        text: 'Aucune nouvelle opération n’en arrive ; tout ce qui précède reste. Si ce n’était pas voulu, partagez-le à nouveau.',
        action: 'Partager à nouveau',
      },
      'notShared.other': {
        title: '{n} comptes ne sont plus partagés dans Ponto',
        text: 'Aucune nouvelle opération n’en arrive ; tout ce qui précède reste. Si ce n’était pas voulu, partagez-les à nouveau.',
        action: 'Partager à nouveau',
      },
      restored: {
        title: 'Les données bancaires arrivent à nouveau',
        text: 'Ce qui s’est passé entre-temps à la banque a été récupéré. Vous n’avez rien à faire.',
        action: 'Vers les opérations',
      },
      'payment.differs': {
        title: 'Un paiement a quitté votre compte autrement que vous ne l’aviez approuvé',
        text: 'Une ligne bancaire porte la référence du paiement {reference}, avec un autre montant ou un autre compte. Comparez-les et demandez à votre banque ce qui s’est passé si vous ne le reconnaissez pas.',
        action: 'Voir le paiement',
      },
      'payment.paidTwice': {
        title: 'Quelque chose a peut-être été payé deux fois',
        text: 'Votre banque a exécuté le paiement {reference}, mais ce qu’il paie était déjà payé ou clôturé, ou se trouve dans un autre paiement. Vérifiez si c’est payé deux fois, ne signez pas de second paiement et réclamez ce qui est en trop.',
        action: 'Voir le paiement',
      },
      'payment.returned': {
        title: 'La banque a renvoyé un paiement',
        text: 'De l’argent du paiement {reference} est revenu sur votre compte. Ce qu’il payait est de nouveau ouvert. Demandez son numéro de compte au bénéficiaire avant de payer à nouveau.',
        action: 'Voir le paiement',
      },
    },
    account: { until: '{account} : jusqu’au {date}', over: '{account} : expirée le {date}', plain: '{account}' },
    mail: {
      greeting: 'Bonjour {name},',
      actor: 'Vous recevez ce message parce que vous pouvez agir pour {company}.',
      copy: 'Vous recevez cette copie comme administrateur de {company}. La personne qui a connecté Ponto a reçu le même message.',
      settings: 'Choisir les messages que vous recevez',
      unsubscribe: 'Ne plus recevoir ce type d’e-mails',
    },
  },
  en: {
    sayings: {
      'consent.soon.one': {
        title: 'Your bank’s consent expires in {n} day',
        text: 'Renew it now: nothing is lost and everything keeps working meanwhile. Only the holder of the Ponto account can do so.',
        action: 'Renew consent',
      },
      'consent.soon.other': {
        title: 'Your bank’s consent expires in {n} days',
        text: 'You can renew it already: nothing is lost and everything keeps working meanwhile. Only the holder of the Ponto account can do so.',
        action: 'Renew consent',
      },
      'consent.today': {
        title: 'Your bank’s consent expires today',
        text: 'After that no new transactions arrive until the holder of the Ponto account renews it. What is here stays.',
        action: 'Renew consent',
      },
      'consent.over': {
        title: 'Your bank’s consent has expired',
        text: 'No new transactions arrive until the holder of the Ponto account renews it. What is here stays; what happens at the bank meanwhile arrives after the renewal.',
        action: 'Renew consent',
      },
      'stopped.needs_reconnect': {
        title: 'The connection with Ponto no longer works',
        text: 'Ponto has not let us in since {since}. No new transactions arrive; everything before stays. Reconnect: your accounts and matches simply carry on.',
        action: 'Reconnect',
      },
      'stopped.blocked': {
        title: 'Ponto has blocked your organisation',
        text: 'No new transactions have arrived since {since}. Contact Ponto; once the block is gone, everything carries on by itself.',
        action: 'View status',
      },
      'stopped.failing': {
        title: 'Fetching from Ponto fails',
        text: 'Two rounds in a row failed. You see the data of {since}. We keep trying by ourselves; there is nothing you need to do.',
        action: 'View status',
      },
      'stopped.parked': {
        title: 'Fetching is paused on our side',
        text: 'Since {since} it failed because of a fault of ours. Support is looking at it and will resume the fetching; nothing is lost. There is nothing you need to do. If you need transactions meanwhile, import a CODA file.',
        action: 'View status',
      },
      'silent.connection': {
        title: 'No new bank data for a day',
        text: 'The last successful fetch was on {since}. We keep trying by ourselves. If it lasts, give support the reference on the status page.',
        action: 'View status',
      },
      'silent.bank': {
        title: 'No data from your bank for a day',
        text: 'Ponto has received nothing from the bank since {since}. Usually this passes by itself; if it lasts, renew the consent.',
        action: 'Renew consent',
      },
      'notShared.one': {
        title: 'An account is no longer shared in Ponto',
        text: 'No new transactions of it arrive; everything before stays. If that was not the intention, share it again.',
        action: 'Share again',
      },
      'notShared.other': {
        title: '{n} accounts are no longer shared in Ponto',
        text: 'No new transactions of them arrive; everything before stays. If that was not the intention, share them again.',
        action: 'Share again',
      },
      restored: {
        title: 'Bank data is coming in again',
        text: 'What happened at the bank meanwhile has been fetched. There is nothing you need to do.',
        action: 'Go to transactions',
      },
      'payment.differs': {
        title: 'A payment left your account differently from what you approved',
        text: 'A bank line carries the reference of payment {reference}, with another amount or another account. Put them side by side, and ask your bank what happened if you do not recognise it.',
        action: 'View the payment',
      },
      'payment.paidTwice': {
        title: 'Something may have been paid twice',
        text: 'Your bank carried out payment {reference}, but what it pays was paid or closed already, or is in another payment. Check whether it was paid twice, sign no second payment, and ask back what is too much.',
        action: 'View the payment',
      },
      'payment.returned': {
        title: 'The bank returned a payment',
        text: 'Money of payment {reference} came back to your account. What it paid is open again. Ask the payee for the account number before you pay again.',
        action: 'View the payment',
      },
    },
    account: { until: '{account}: until {date}', over: '{account}: expired on {date}', plain: '{account}' },
    mail: {
      greeting: 'Hello {name},',
      actor: 'You get this message because you can act on it for {company}.',
      copy: 'You get this copy as an administrator of {company}. Whoever linked Ponto got the same message.',
      settings: 'Choose which messages you get',
      unsubscribe: 'Stop getting this kind of mail',
    },
  },
};
