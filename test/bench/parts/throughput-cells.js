import { ofAllUsers, plain, tail } from '../measure/clients.js';

/** What is compared with what; the first of each group is what people write themselves. */
export const groups = {
  ndjson: {
    'plain client': (hub, messages) => plain('ndjson', hub, messages),
    'rte -o ndjson': rte(['-o', 'ndjson']),
    'rte -o ndjson --meta': rte(['-o', 'ndjson', '--meta']),
  },
  kinds: {
    'plain client, all kinds': (hub, messages) => plain('ndjson', hub, messages),
    'rte -o ndjson, all kinds': rte(['-o', 'ndjson']),
  },
  content: {
    'plain client': (hub, messages) => plain('ndjson', hub, messages),
    // Half of the messages meet it, the last but one being the last that does.
    'rte --where talking=true': rte(['-o', 'ndjson', '--where', 'talking=true'], 0.5),
    'rte --fields userId,talking,available': rte([
      '-o',
      'ndjson',
      '--fields',
      'userId,talking,available',
    ]),
    'rte --changes': rte(['-o', 'ndjson', '--changes']),
  },
  forms: {
    'plain coloured lines': (hub, messages) => plain('lines', hub, messages),
    'rte -o lines': rte(['-o', 'lines'], 1, { FORCE_COLOR: '2' }),
    'rte -o table -f …': rte(['-o', 'table', '-f', 'userId,talking,available']),
  },
};

/** @returns a client that ends after the share of the messages that it prints. */
function rte(flags, share = 1, env = {}) {
  return (hub, messages, settings) =>
    tail(settings, hub, [...ofAllUsers, ...flags, '-c', `${messages * share}`], env);
}

/** For the short run: each way once, but not everything in every way. */
function isInShort({ group, perFrame, destination }) {
  return (group === 'ndjson' ? perFrame === 20 : perFrame === 1) && destination !== 'pipe';
}

/**
 * Every way to send and to print that is measured.
 *
 * @param {boolean} short
 * @returns {{ group: string, destination: string, perFrame: number }[]}
 */
export function cells(short) {
  const all = ['/dev/null', 'pipe', 'file'].flatMap((destination) =>
    [1, 20].map((perFrame) => ({ group: 'ndjson', destination, perFrame })),
  );
  const others = ['kinds', 'content', 'forms'].flatMap((group) =>
    [1, 20].map((perFrame) => ({ group, destination: '/dev/null', perFrame })),
  );
  return short ? [...all, ...others].filter(isInShort) : [...all, ...others];
}
