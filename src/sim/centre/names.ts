import type { Random } from './random.ts';

const firstNames = `
  Aino Aleksi Anders Anna Antti Astrid Axel Bjørn Birgitta Eero Eino Elin Elsa Emil Erik Eva Freja
  Greta Gustav Hanna Heikki Helmi Henrik Hilma Iida Inga Ingrid Jari Johan Johanna Jonas Juhani
  Jukka Kaisa Karin Kari Katri Kirsi Lars Lauri Leena Linnea Maja Markku Matti Mikael Minna Nils
  Oona Olavi Oskar Päivi Petra Pekka Riikka Saara Sanna Sigrid Sofia Solveig Stig Sven
  Tapio Tiina Timo Tuomas Ulla Veikko Venla Ville Åsa Örjan`
  .trim()
  .split(/\s+/u);

const lastNames = `
  Aalto Ahonen Andersen Andersson Berg Bergström Dahl Eklund Eriksson Forsberg Hakala Halonen
  Hansen Heikkinen Heino Hämäläinen Holm Jensen Johansen Johansson Järvinen Jørgensen Karlsson
  Kallio Karjalainen Kinnunen Koivisto Korhonen Koskinen Laakso Laine Larsen Lehtonen Lind
  Lindberg Lindqvist Lund Mattila Mäkelä Mäkinen Niemi Nieminen Nilsson Nygård Nyström Ojala
  Olsen Peltonen Pettersson Rantanen Räsänen Salminen Salonen Savolainen Sjöberg Ström Toivonen
  Turunen Tuominen Väisänen Virtanen Wikström Åkesson Öberg`
  .trim()
  .split(/\s+/u);

const queueNames = [
  'Sales',
  'Support',
  'Billing',
  'Orders',
  'Deliveries',
  'Returns',
  'Bookings',
  'Claims',
  'Renewals',
  'Technical Support',
  'Complaints',
  'Switchboard',
];

const plainLetters: Readonly<Record<string, string>> = { ä: 'a', å: 'a', ö: 'o', ø: 'o', ' ': '.' };

/** Names of agents, each different; the first is the one that the catalogue's samples have. */
export function agentNames(count: number, random: Random): string[] {
  const names = new Set(['Aino Virtanen']);
  const mostPlain = (firstNames.length * lastNames.length) / 2;
  while (names.size < Math.min(count, mostPlain)) names.add(personName(random));
  while (names.size < count) names.add(`${personName(random)}-${random.pick(lastNames)}`);
  return [...names].slice(0, count);
}

export function personName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}

/** The address that somebody of this name logs in with. */
export function emailOf(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[äåöø ]/gu, (letter) => plainLetters[letter] ?? '');
  return `${plain}@example.com`;
}

/** Sales, Support, … and after the last one Sales 2, Support 2, … */
export function queueName(index: number): string {
  const round = Math.floor(index / queueNames.length);
  const name = queueNames[index % queueNames.length] ?? 'Queue';
  return round === 0 ? name : `${name} ${round + 1}`;
}
