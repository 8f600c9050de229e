/** A user, and an entity that nobody has named. */
export const hostileUser = '11111111-2222-4333-8444-555555555555';

const envelope = `"eventType":"UserStatus","entityId":"${hostileUser}","userId":"${hostileUser}"`;

/** A record whose data has this beside the envelope. */
function withData(members) {
  return message(`{"subscription":{},"data":{${envelope},${members}}}`);
}

function message(payload) {
  return `{"type":1,"target":"MessageReceived","arguments":[${payload}]}`;
}

/** As many of a text as fit into so many bytes. */
function filled(text, bytes) {
  return text.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(text))));
}

/** So many bytes of members of different names. */
function members(bytes, initial) {
  const count = Math.max(1, Math.floor(bytes / 16));
  return Array.from({ length: count }, (_each, at) => `"${initial}${at}":${at}`).join(',');
}

const note = (unit) => (bytes) => withData(`"note":"${filled(unit, bytes)}"`);
const list = (unit) => (bytes) => withData(`"note":[${filled(`${unit},`, bytes)}${unit}]`);

/**
 * Records that cost something: each makes one of about so many bytes, without its ␞. What takes
 * twice as long for twice the length is harmless; what takes four times as long is not.
 *
 * @type {Readonly<Record<string, (bytes: number) => string>>}
 */
export const hostileShapes = {
  'one word': note('x'),
  'many words': note('words and '),
  'a run of blanks': note(' '),
  'escape sequences': note('\\u001b[2J'),
  'line breaks': note('\\n'),
  'C1 controls': note('\u0080'),
  'line separators': note('\u2028'),
  'combining characters': note('\u0301'),
  'joined emoji': note('🧑‍🤝‍🧑'),
  'quotation marks': note('\\"'),
  backslashes: note('\\\\'),
  'halves of surrogate pairs': note('\\ud800'),
  'members in camelCase': (bytes) => withData(members(bytes, 'k')),
  'members in PascalCase': (bytes) => withData(members(bytes, 'K')),
  'one name again and again': (bytes) => withData(`${filled('"a":1,', bytes)}"a":1`),
  'empty objects': list('{}'),
  'small numbers': list('1'),
  'nested lists': (bytes) => withData(`"note":${filled('[', bytes / 2)}1${filled(']', bytes / 2)}`),
  'nested objects': (bytes) =>
    withData(`"note":${filled('{"a":', bytes * (5 / 6))}1${filled('}', bytes / 6)}`),
  'brackets that don’t close': (bytes) => withData(`"note":${filled('[', bytes)}`),
  'data within a string': (bytes) => message(`{"data":"{\\"a\\":[${filled('{},', bytes)}{}]}"}`),
  'a long name of an event': (bytes) =>
    message(`{"data":{"eventType":"${filled('E', bytes)}","entityId":"x"}}`),
  'a long name of an entity': (bytes) =>
    withData(`"userName":"${filled('N', bytes)}","entityId":"${filled('e', 100)}"`),
  'many arguments': (bytes) => `{"type":1,"target":"T","arguments":[${filled('{},', bytes)}{}]}`,
  'a long target': (bytes) => `{"type":1,"target":"${filled('T', bytes)}","arguments":[]}`,
  'what is no JSON': (bytes) => filled('{"A', bytes),
  commas: (bytes) => message(filled(',', bytes)),
};
