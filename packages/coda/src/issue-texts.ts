import type { Language } from './language.ts';

type Texts = Readonly<Record<Language, string>>;

/** Every code in three languages; `{found}` and `{expected}` are filled in. The one table for messages. */
export const issueTexts = {
  EMPTY_FILE: {
    nl: 'Het bestand is leeg.',
    fr: 'Le fichier est vide.',
    en: 'The file is empty.',
  },
  FILE_TOO_LARGE: {
    nl: 'Het bestand is groter dan {expected} bytes; de rest is niet gelezen.',
    fr: 'Le fichier dépasse {expected} octets ; le reste n’a pas été lu.',
    en: 'The file is larger than {expected} bytes; the rest was not read.',
  },
  NOT_CODA: {
    nl: 'Dit is geen CODA-bestand maar {found}; verwacht werd {expected}.',
    fr: 'Ceci n’est pas un fichier CODA mais {found} ; attendu : {expected}.',
    en: 'This is no CODA file but {found}; expected {expected}.',
  },
  UNSUPPORTED_VERSION: {
    nl: 'CODA-versie "{found}" wordt niet ondersteund; dit afschrift is niet gelezen. Vraag uw bank om versie {expected}.',
    fr: 'La version CODA « {found} » n’est pas prise en charge ; cet extrait n’a pas été lu. Demandez la version {expected} à votre banque.',
    en: 'CODA version "{found}" is not supported; this statement was not read. Ask your bank for version {expected}.',
  },
  LINE_TOO_SHORT: {
    nl: 'De regel telt {found} tekens in plaats van {expected}: hij is afgekapt.',
    fr: 'La ligne compte {found} caractères au lieu de {expected} : elle est tronquée.',
    en: 'The line has {found} characters instead of {expected}: it was cut off.',
  },
  LINE_TOO_LONG: {
    nl: 'De regel telt {found} tekens in plaats van {expected}.',
    fr: 'La ligne compte {found} caractères au lieu de {expected}.',
    en: 'The line has {found} characters instead of {expected}.',
  },
  UNKNOWN_RECORD: {
    nl: 'Onbekend record "{found}"; verwacht werd {expected}.',
    fr: 'Enregistrement inconnu « {found} » ; attendu : {expected}.',
    en: 'Unknown record "{found}"; expected {expected}.',
  },
  UNEXPECTED_RECORD: {
    nl: 'Record {found} staat hier niet op zijn plaats; verwacht werd {expected}.',
    fr: 'L’enregistrement {found} n’est pas à sa place ; attendu : {expected}.',
    en: 'Record {found} does not belong here; expected {expected}.',
  },
  SEQUENCE_MISMATCH: {
    nl: 'Volgnummer en detailnummer zijn {found}, maar horen {expected} te zijn.',
    fr: 'Les numéros de séquence et de détail sont {found}, mais devraient être {expected}.',
    en: 'Sequence and detail number are {found}, but should be {expected}.',
  },
  INVALID_NUMBER: {
    nl: '"{found}" is geen geldig getal; verwacht werd {expected}.',
    fr: '« {found} » n’est pas un nombre valable ; attendu : {expected}.',
    en: '"{found}" is no valid number; expected {expected}.',
  },
  INVALID_SIGN: {
    nl: 'Het teken "{found}" bestaat niet; verwacht werd {expected}.',
    fr: 'Le signe « {found} » n’existe pas ; attendu : {expected}.',
    en: 'The sign "{found}" does not exist; expected {expected}.',
  },
  INVALID_DATE: {
    nl: '"{found}" is geen bestaande dag; verwacht werd {expected}.',
    fr: '« {found} » n’est pas un jour existant ; attendu : {expected}.',
    en: '"{found}" is no day that exists; expected {expected}.',
  },
  INVALID_ACCOUNT_STRUCTURE: {
    nl: 'Rekeningstructuur "{found}" bestaat niet; verwacht werd {expected}.',
    fr: 'La structure de compte « {found} » n’existe pas ; attendu : {expected}.',
    en: 'Account structure "{found}" does not exist; expected {expected}.',
  },
  ACCOUNT_MISMATCH: {
    nl: 'Het eindsaldo noemt rekening {found}, het beginsaldo {expected}.',
    fr: 'Le nouveau solde mentionne le compte {found}, l’ancien solde {expected}.',
    en: 'The new balance names account {found}, the old balance {expected}.',
  },
  UNEXPECTED_END: {
    nl: 'Het afschrift houdt op zonder {expected}: het bestand is afgekapt.',
    fr: 'L’extrait s’arrête sans {expected} : le fichier est tronqué.',
    en: 'The statement stops without {expected}: the file was cut off.',
  },
  BALANCE_MISMATCH: {
    nl: 'Het eindsaldo is {found}, maar beginsaldo en bewegingen geven {expected}.',
    fr: 'Le nouveau solde est {found}, mais l’ancien solde et les mouvements donnent {expected}.',
    en: 'The new balance is {found}, but the old balance and the movements give {expected}.',
  },
  TOTAL_MISMATCH: {
    nl: 'Het totaal is volgens de bank {found}, maar de bewegingen geven {expected}.',
    fr: 'Selon la banque le total est {found}, mais les mouvements donnent {expected}.',
    en: 'The bank states a total of {found}, but the movements give {expected}.',
  },
  COUNT_MISMATCH: {
    nl: 'De bank telt {found} records, het bestand bevat er {expected}.',
    fr: 'La banque compte {found} enregistrements, le fichier en contient {expected}.',
    en: 'The bank counts {found} records, the file holds {expected}.',
  },
  SHORT_RECORD: {
    nl: 'De regel telt {found} tekens in plaats van {expected}; niets van belang ontbreekt.',
    fr: 'La ligne compte {found} caractères au lieu de {expected} ; rien d’important ne manque.',
    en: 'The line has {found} characters instead of {expected}; nothing of value is missing.',
  },
  TRAILING_BLANKS: {
    nl: 'Er staan spaties achter positie {expected}.',
    fr: 'Des espaces suivent la position {expected}.',
    en: 'Blanks follow position {expected}.',
  },
  BLANK_LINE: {
    nl: 'Lege regel midden in een afschrift.',
    fr: 'Ligne vide au milieu d’un extrait.',
    en: 'Blank line in the middle of a statement.',
  },
  LINE_END_MISSING: {
    nl: 'De laatste regel heeft geen regeleinde.',
    fr: 'La dernière ligne n’a pas de fin de ligne.',
    en: 'The last line has no line end.',
  },
  MIXED_LINE_ENDS: {
    nl: 'De regeleinden zijn niet overal dezelfde: het bestand is bewerkt of samengevoegd.',
    fr: 'Les fins de ligne ne sont pas partout les mêmes : le fichier a été modifié ou assemblé.',
    en: 'The line ends are not the same everywhere: the file was edited or put together.',
  },
  BYTE_ORDER_MARK: {
    nl: 'Het bestand begint met een UTF-8-markering: het werd in een tekstverwerker bewaard.',
    fr: 'Le fichier commence par une marque UTF-8 : il a été enregistré dans un éditeur de texte.',
    en: 'The file begins with a UTF-8 mark: it was saved in a text editor.',
  },
  ENCODING_UTF8: {
    nl: 'Het bestand werd als UTF-8 bewaard; de tekens zijn hersteld.',
    fr: 'Le fichier a été enregistré en UTF-8 ; les caractères ont été rétablis.',
    en: 'The file was saved as UTF-8; its characters were restored.',
  },
  ENCODING_LOSSY: {
    nl: 'Bij een eerdere omzetting gingen tekens verloren (�).',
    fr: 'Des caractères ont été perdus lors d’une conversion précédente (�).',
    en: 'Characters were lost in an earlier conversion (�).',
  },
  ENCODING_MIXED: {
    nl: 'Het bestand bevat zowel UTF-8 als windows-1252: letters met accenten kunnen verkeerd gelezen zijn.',
    fr: 'Le fichier contient à la fois UTF-8 et windows-1252 : des lettres accentuées peuvent être mal lues.',
    en: 'The file holds both UTF-8 and windows-1252: letters with accents may be read wrongly.',
  },
  CONTROL_CHARACTER: {
    nl: 'Stuurteken {found} in de tekst; gelezen als spatie.',
    fr: 'Caractère de contrôle {found} dans le texte ; lu comme une espace.',
    en: 'Control character {found} in the text; read as a blank.',
  },
  UNEXPECTED_CODE: {
    nl: '"{found}" is hier onbekend; verwacht werd {expected}.',
    fr: '« {found} » est inconnu ici ; attendu : {expected}.',
    en: '"{found}" is unknown here; expected {expected}.',
  },
  RESERVED_NOT_BLANK: {
    nl: '"{found}" staat waar de standaard niets voorziet.',
    fr: '« {found} » se trouve là où le standard ne prévoit rien.',
    en: '"{found}" stands where the standard keeps blanks.',
  },
  MISPLACED_TEXT: {
    nl: '"{found}" staat niet op zijn plaats in het veld (spaties vooraan).',
    fr: '« {found} » n’est pas à sa place dans le champ (espaces au début).',
    en: '"{found}" is not in its place in the field (leading blanks).',
  },
  ACCOUNT_STRUCTURE_ASSUMED: {
    nl: 'De rekeningstructuur ontbreekt; gelezen als {expected}.',
    fr: 'La structure du compte manque ; lue comme {expected}.',
    en: 'The account structure is missing; read as {expected}.',
  },
  CURRENCY_ASSUMED: {
    nl: 'De munt van de rekening ontbreekt; {expected} aangenomen.',
    fr: 'La devise du compte manque ; {expected} supposé.',
    en: 'The currency of the account is missing; {expected} assumed.',
  },
  DUPLICATE_FILE: {
    nl: 'De bank levert dit bestand opnieuw (duplicaat).',
    fr: 'La banque fournit ce fichier à nouveau (duplicata).',
    en: 'The bank issues this file again (duplicate).',
  },
  SEPARATE_APPLICATION: {
    nl: 'Dit is een afzonderlijke toepassing ({found}): details zonder saldo, geen volledig afschrift.',
    fr: 'Il s’agit d’une application séparée ({found}) : des détails sans solde, pas un extrait complet.',
    en: 'This is a separate application ({found}): details without balances, no complete statement.',
  },
  UNKNOWN_TRANSACTION_CODE: {
    nl: 'Transactiecode "{found}" is onbekend; bewaard zoals ze is.',
    fr: 'Le code d’opération « {found} » est inconnu ; conservé tel quel.',
    en: 'Transaction code "{found}" is unknown; kept as it is.',
  },
  UNKNOWN_STRUCTURED_TYPE: {
    nl: 'Gestructureerde mededeling van onbekend type "{found}"; bewaard als tekst.',
    fr: 'Communication structurée de type inconnu « {found} » ; conservée comme texte.',
    en: 'Structured communication of unknown type "{found}"; kept as text.',
  },
  STRUCTURED_FIELD_INVALID: {
    nl: '"{found}" past niet in deze gestructureerde mededeling; verwacht werd {expected}.',
    fr: '« {found} » ne convient pas dans cette communication structurée ; attendu : {expected}.',
    en: '"{found}" does not fit this structured communication; expected {expected}.',
  },
  STRUCTURED_COMMUNICATION_INVALID: {
    nl: 'Het controlegetal van de gestructureerde mededeling {found} klopt niet; verwacht werd {expected}.',
    fr: 'Le chiffre de contrôle de la communication structurée {found} est faux ; attendu : {expected}.',
    en: 'The check digits of structured communication {found} are wrong; expected {expected}.',
  },
  CREDITOR_REFERENCE_INVALID: {
    nl: 'Het controlegetal van de referentie {found} klopt niet.',
    fr: 'Le chiffre de contrôle de la référence {found} est faux.',
    en: 'The check digits of creditor reference {found} are wrong.',
  },
  IBAN_INVALID: {
    nl: 'Het controlegetal van rekening {found} klopt niet.',
    fr: 'Le chiffre de contrôle du compte {found} est faux.',
    en: 'The check digits of account {found} are wrong.',
  },
  NEXT_CODE_MISMATCH: {
    nl: 'Positie 126 zegt {found}, maar hoort {expected} te zijn volgens wat volgt.',
    fr: 'La position 126 indique {found}, mais devrait être {expected} selon la suite.',
    en: 'Position 126 says {found}, but by what follows it should be {expected}.',
  },
  LINK_CODE_MISMATCH: {
    nl: 'Positie 128 zegt {found}, maar hoort {expected} te zijn volgens wat volgt.',
    fr: 'La position 128 indique {found}, mais devrait être {expected} selon la suite.',
    en: 'Position 128 says {found}, but by what follows it should be {expected}.',
  },
  GLOBALISATION_UNBALANCED: {
    nl: 'De globalisatiecode is {found}; verwacht werd {expected}.',
    fr: 'Le code de globalisation est {found} ; attendu : {expected}.',
    en: 'The globalisation code is {found}; expected {expected}.',
  },
  DETAIL_SUM_MISMATCH: {
    nl: 'De details tellen op tot {found}, het totaal is {expected}.',
    fr: 'Les détails donnent {found}, le total est {expected}.',
    en: 'The details add up to {found}, the total is {expected}.',
  },
  SEQUENCE_GAP: {
    nl: 'Volgnummer {found} volgt niet op het vorige; verwacht werd {expected}.',
    fr: 'Le numéro {found} ne suit pas le précédent ; attendu : {expected}.',
    en: 'Number {found} does not follow the one before; expected {expected}.',
  },
  MULTIPLE_FILE_CODE: {
    nl: 'Positie 128 zegt {found}, maar hoort {expected} te zijn: het bestand is gesplitst of samengevoegd.',
    fr: 'La position 128 indique {found}, mais devrait être {expected} : le fichier a été scindé ou assemblé.',
    en: 'Position 128 says {found}, but should be {expected}: the file was split or put together.',
  },
  ENTRY_DATE_AFTER_CREATION: {
    nl: 'De boekingsdatum {found} ligt na de aanmaak van het bestand ({expected}).',
    fr: 'La date comptable {found} est postérieure à la création du fichier ({expected}).',
    en: 'Entry date {found} lies after the creation of the file ({expected}).',
  },
  CONTINUITY_BALANCE: {
    nl: 'Het beginsaldo is {found}, maar het vorige afschrift eindigde op {expected}.',
    fr: 'L’ancien solde est {found}, mais l’extrait précédent se terminait à {expected}.',
    en: 'The old balance is {found}, but the statement before ended at {expected}.',
  },
  CONTINUITY_DATE: {
    nl: 'Het beginsaldo is van {found}, maar het vorige afschrift eindigde op {expected}.',
    fr: 'L’ancien solde date du {found}, mais l’extrait précédent se terminait le {expected}.',
    en: 'The old balance is of {found}, but the statement before ended on {expected}.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

/** Stable: an application translates and decides by it. */
export type IssueCode = keyof typeof issueTexts;

export const issueCodes = Object.keys(issueTexts) as readonly IssueCode[];
