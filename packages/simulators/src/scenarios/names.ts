import type { Address } from '../onfact/state.ts';

/** All invented, in the manner of Belgian companies. */
export type Party = Readonly<{ name: string; address: Address; email: string }>;

export const customers: readonly Party[] = [
  party('Brouwerij Zilvermeeuw BV', 'Kaai', '14', '8400', 'Oostende'),
  party('Tuinen Verhaeghe-Claes', 'Molenstraat', '77', '9800', 'Deinze'),
  party('Garage Moerbeke NV', 'Steenweg', '210', '9180', 'Moerbeke'),
  party('Bakkerij Hoste & Zn', 'Dorp', '3', '8560', 'Wevelgem'),
  party('VZW De Regenboogtrein', 'Schoolstraat', '22', '2300', 'Turnhout'),
  party('Studio Lavendel', 'Vismarkt', '9', '2800', 'Mechelen'),
  party('Hotel De Drie Linden', 'Markt', '31', '3500', 'Hasselt'),
  party('Apotheek Sint-Jozef BV', 'Kerkplein', '5', '2440', 'Geel'),
  party('Kapsalon Nele Daems', 'Statiestraat', '48', '2200', 'Herentals'),
  party('Restaurant Het Zoute Pad', 'Zeedijk', '112', '8300', 'Knokke'),
  party('Architecten Pauwels + Ost', 'Begijnhof', '17', '9000', 'Gent'),
  party('Kinderopvang Pinokkio VZW', 'Lindenlaan', '6', '2400', 'Mol'),
  party('Dierenkliniek De Beemden', 'Beemdenweg', '40', '2470', 'Retie'),
  party('Immo Kempenland BV', 'Grote Markt', '12', '2300', 'Turnhout'),
  party('Tandartspraktijk Wuyts', 'Parklaan', '88', '2360', 'Oud-Turnhout'),
  party('Brasserie Le Tilleul SRL', 'Rue du Tilleul', '19', '1300', 'Wavre'),
  party('Menuiserie Delcourt SRL', 'Chaussée de Namur', '205', '1400', 'Nivelles'),
  party('Les Jardins de Corinne', 'Rue Haute', '7', '4500', 'Huy'),
  party('Fietsen Goossens', 'Turnhoutsebaan', '301', '2140', 'Antwerpen'),
  party('Boekhandel De Letterkast', 'Naamsestraat', '64', '3000', 'Leuven'),
  party('Scholengroep Ter Heide', 'Heidestraat', '100', '2490', 'Balen'),
  party('Wijnhuis Van Acker NV', 'Kortrijksesteenweg', '455', '9000', 'Gent'),
  party('Bloemen Mirabel', 'Stationsplein', '2', '3800', 'Sint-Truiden'),
  party('Yoga Studio Ochtendlicht', 'Abdijstraat', '33', '2000', 'Antwerpen'),
  party('Notariaat Peeters & Lens', 'Havermarkt', '28', '3500', 'Hasselt'),
  party('Slagerij Dirk Boons', 'Hoogstraat', '15', '2380', 'Ravels'),
  party('Camping De Zandhoeve', 'Zandstraat', '90', '2370', 'Arendonk'),
  party('Drukkerij Van Gestel BV', 'Nijverheidslaan', '11', '2250', 'Olen'),
  party('Ijssalon Carola', 'Zeelaan', '54', '8660', 'De Panne'),
  party('Gemeente Lindeveld', 'Gemeenteplein', '1', '2460', 'Lindeveld'),
  party('Optiek Claes', 'Bredabaan', '412', '2170', 'Merksem'),
  party('Kinesitherapie Aerts', 'Kapelstraat', '26', '2320', 'Hoogstraten'),
  party('Rusthuis Avondzon VZW', 'Boslaan', '70', '2350', 'Vosselaar'),
  party('Koffiebar Moka', 'Korte Gasthuisstraat', '8', '2000', 'Antwerpen'),
  party('Theater De Spiegel', 'Lange Nieuwstraat', '83', '2800', 'Mechelen'),
  party('Landbouwbedrijf Smolders', 'Veldstraat', '120', '2387', 'Baarle-Hertog'),
  party('Sporthal Nethe', 'Sportlaan', '4', '2280', 'Grobbendonk'),
  party('Elektro Janssens & Zoon', 'Industrieweg', '55', '2260', 'Westerlo'),
  party('Lies Verbruggen', 'Eikenlaan', '18', '2400', 'Mol'),
  party('Koen en Sara Mertens-Bal', 'Dennenstraat', '9', '2440', 'Geel'),
  party('Thomas Wauters', 'Ringlaan', '61', '2300', 'Turnhout'),
  party('An Helsen', 'Sparrendreef', '27', '2480', 'Dessel'),
  party('Familie Dewulf-Maes', 'Tulpenstraat', '13', '3600', 'Genk'),
  party('Marc Lenaerts', 'Akkerweg', '44', '2450', 'Meerhout'),
];

/** Who is paid by transfer, and how their messages look. */
export const suppliers = [
  { name: 'Houthandel Leemans NV', message: 'reference' },
  { name: 'Zagerij De Kempen', message: 'reference' },
  { name: 'Beslag & IJzerwaren Thys', message: 'structured' },
  { name: 'Lakfabriek Noorderkroon', message: 'structured' },
  { name: 'Machines Vandenbroeck BV', message: 'reference' },
  { name: 'Glasatelier Helder', message: 'reference' },
  { name: 'Transport Gijsels', message: 'structured' },
  { name: 'Fiduciaire Hoekstra', message: 'text' },
  { name: 'Drukwerk Plano', message: 'structured' },
  { name: 'Verpakkingen Duplo BVBA', message: 'structured' },
  { name: 'Werkkledij Sterk', message: 'reference' },
  { name: 'Panelen Oost-Vlaanderen NV', message: 'reference' },
  { name: 'Slijperij Michielsen', message: 'text' },
  { name: 'Containerdienst Rosseel', message: 'structured' },
  { name: 'Bois et Placages Lambert SA', message: 'reference' },
  { name: 'Afvalverwerking Groenpoort', message: 'structured' },
] as const;

/** Shops where the company card is used. */
export const shops = [
  'BOUWMARKT DE SPIJKER MOL',
  'TANKSTATION E34 RETIE',
  'SUPERMARKT HET KARREKE',
  'PARKING STATION GEEL',
  'BROODJESBAR DE KORST',
  'VERFCENTER DIRIX TURNHOUT',
  'CARWASH KEMPEN',
  'KANTOORSHOP PAPYRUS',
  'DHZ HOUTLAND HERENTALS',
  'POSTPUNT BALEN',
  'BAKKERIJ TARWE EN MEER',
  'ZAAGBLADEN ONLINE',
] as const;

/** @property afterDays when they were hired, counted from the first day of the demo */
export const employees = [
  { name: 'Bart Nuyts', netMinor: 241_380n, afterDays: 0 },
  { name: 'Ilse Vercammen', netMinor: 228_915n, afterDays: 0 },
  { name: 'Yassin Haddad', netMinor: 219_640n, afterDays: 0 },
  { name: 'Jef Cools', netMinor: 205_275n, afterDays: 290 },
  { name: 'Marieke Sels', netMinor: 198_430n, afterDays: 430 },
  { name: 'Piotr Zielinski', netMinor: 223_105n, afterDays: 540 },
] as const;

/** Direct debits of every month. */
export const subscriptions = [
  {
    name: 'Telecom Blauwbeek',
    day: 4,
    amountMinor: 8_990n,
    ogmPrefix: 4_410_000_000n,
    creditorId: 'BE97ZZZ0451200911',
  },
  {
    name: 'Energie Noordkant',
    day: 12,
    amountMinor: 61_244n,
    ogmPrefix: 5_520_000_000n,
    creditorId: 'BE41ZZZ0451200917',
  },
  {
    name: 'Watermaatschappij De Bron',
    day: 18,
    amountMinor: 7_415n,
    ogmPrefix: 5_710_000_000n,
    creditorId: 'BE22ZZZ0451200923',
  },
  {
    name: 'Leasing Kempen Cars',
    day: 1,
    amountMinor: 48_520n,
    ogmPrefix: 6_130_000_000n,
    creditorId: 'BE73ZZZ0451200931',
  },
  {
    name: 'Software Kantoor Online',
    day: 9,
    amountMinor: 5_929n,
    ogmPrefix: 6_440_000_000n,
    creditorId: 'BE08ZZZ0451200947',
  },
  {
    name: 'Alarmcentrale Veilig',
    day: 15,
    amountMinor: 3_872n,
    ogmPrefix: 6_990_000_000n,
    creditorId: 'BE55ZZZ0451200953',
  },
  {
    name: 'Verzekeringen De Haven',
    day: 22,
    amountMinor: 32_610n,
    ogmPrefix: 7_250_000_000n,
    creditorId: 'BE19ZZZ0451200969',
  },
] as const;

function party(name: string, street: string, streetNumber: string, postalCode: string, city: string): Party {
  const local = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return { name, address: { street, streetNumber, postalCode, city }, email: `administratie@${local}.example` };
}
