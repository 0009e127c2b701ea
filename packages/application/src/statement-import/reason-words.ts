/** Why a movement is taken for a line that was there, or may be it: for the screen, the api and the report alike. */

export type ReasonTexts = Readonly<{ nl: string; fr: string; en: string }>;
export type MovementReason = Readonly<{ code: string; texts: ReasonTexts }>;

const reasonTexts: Readonly<Record<string, ReasonTexts>> = {
  alike: {
    nl: 'Tegenpartij en mededeling komen overeen.',
    fr: 'La contrepartie et la communication concordent.',
    en: 'Counterparty and remittance agree.',
  },
  nothing_contradicts: {
    nl: 'Zelfde dag en bedrag, en niets spreekt het tegen.',
    fr: 'Même jour et même montant, et rien ne le contredit.',
    en: 'Same day and amount, and nothing contradicts it.',
  },
  proven_by_windows: {
    nl: 'Zelfde dag en bedrag; van die dag zijn alle boekingen bekend.',
    fr: 'Même jour et même montant ; toutes les écritures de ce jour sont connues.',
    en: 'Same day and amount; every booking of that day is known.',
  },
  few_days_apart: {
    nl: 'Tegenpartij en mededeling komen overeen; de dagen liggen dicht bij elkaar.',
    fr: 'La contrepartie et la communication concordent ; les jours sont proches.',
    en: 'Counterparty and remittance agree; the days are close.',
  },
  told_one_by_one: {
    nl: 'De details van dit totaal waren er al één voor één.',
    fr: 'Les détails de ce total étaient déjà présents un par un.',
    en: 'The details of this total were already here one by one.',
  },
  total_of_lines: {
    nl: 'De transacties van die dag zijn samen precies dit totaal.',
    fr: 'Les opérations de ce jour font exactement ce total.',
    en: 'The transactions of that day are exactly this total.',
  },
  part_of_total: {
    nl: 'Een detail van een totaal dat er al was.',
    fr: 'Un détail d’un total déjà présent.',
    en: 'A detail of a total that was already here.',
  },
  told_by_other_statement: {
    nl: 'Een ander afschrift bracht dezelfde boeking al.',
    fr: 'Un autre extrait contenait déjà cette écriture.',
    en: 'Another statement already brought this booking.',
  },
  decided_by_person: {
    nl: 'Iemand van je bedrijf besliste het.',
    fr: 'Quelqu’un de votre entreprise en a décidé.',
    en: 'Somebody of your company decided it.',
  },
  partly_alike: {
    nl: 'Zelfde dag en bedrag; tegenpartij of mededeling lijkt er maar deels op.',
    fr: 'Même jour et même montant ; la contrepartie ou la communication ne concorde qu’en partie.',
    en: 'Same day and amount; counterparty or remittance agree only in part.',
  },
  too_little_known: {
    nl: 'Zelfde dag en bedrag, maar van één van beide is te weinig bekend.',
    fr: 'Même jour et même montant, mais l’un des deux est trop peu connu.',
    en: 'Same day and amount, but too little is known of one of them.',
  },
  several_fit: {
    nl: 'Meer dan één transactie past even goed.',
    fr: 'Plusieurs opérations conviennent aussi bien.',
    en: 'More than one transaction fits equally well.',
  },
  line_is_allocated: {
    nl: 'Ze past bij een transactie die al afgepunt is.',
    fr: 'Il convient à une opération déjà lettrée.',
    en: 'It fits a transaction that is already matched.',
  },
  other_day: {
    nl: 'Ze lijken op elkaar, maar de dagen verschillen.',
    fr: 'Ils se ressemblent, mais les jours diffèrent.',
    en: 'They are alike, but the days differ.',
  },
  may_be_in_total: {
    nl: 'Ze kan deel zijn van een totaal van die dag.',
    fr: 'Il peut faire partie d’un total de ce jour.',
    en: 'It may be part of a total of that day.',
  },
  told_differently: {
    nl: 'Een ander afschrift vertelt deze dag anders.',
    fr: 'Un autre extrait relate ce jour autrement.',
    en: 'Another statement tells this day differently.',
  },
};

/** Of a code that this release does not know yet, what the outcome itself says. */
const outcomeTexts: Readonly<Record<'known' | 'doubtful', ReasonTexts>> = {
  known: {
    nl: 'Dezelfde boeking was er al.',
    fr: 'La même écriture était déjà présente.',
    en: 'The same booking was already here.',
  },
  doubtful: {
    nl: 'Dit kan dezelfde boeking zijn.',
    fr: 'Il peut s’agir de la même écriture.',
    en: 'This may be the same booking.',
  },
};

export function reasonOf({ reason, outcome }: { reason: string | null; outcome: string }): MovementReason | null {
  if (reason === null) return null;
  return { code: reason, texts: reasonTexts[reason] ?? outcomeTexts[outcome === 'doubtful' ? 'doubtful' : 'known'] };
}
