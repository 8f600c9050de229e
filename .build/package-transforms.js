/**
 * A plugin that changes packages where rte needs them otherwise. It makes commander cheaper to start
 * with: its requires and exports become ESM, which is bundled without a function around each file,
 * and it does not load what starts other programs, of which rte has none, or node:process, which
 * opens stdin. Together a seventh of the time in which Node itself starts. And it has SignalR measure
 * time by a clock that never steps.
 */
export function packageTransforms() {
  return {
    name: 'package-transforms',
    transform(code, id) {
      if (/[\\/]commander[\\/](index|lib[\\/]\w+)\.js$/.test(id)) return leanCommander(code);
      return /[\\/]signalr[\\/].*[\\/]HubConnection\.js$/.test(id) ? steadyPings(code) : null;
    },
  };
}

/**
 * SignalR tells by the system's clock when to ping: should that be set back by an hour, no ping
 * would go out for an hour, and the hub would drop us.
 *
 * @throws Error when the file is written otherwise than SignalR's is.
 */
function steadyPings(code) {
  const steady = code.replaceAll('new Date().getTime()', 'performance.now()');
  if (steady === code) throw new Error('SignalR is not what it was.');
  return steady;
}

/** Named, since to import all of it as one object takes a function of the bundler's, in one file more. */
const pathImport =
  "import { basename, dirname, extname, resolve } from 'node:path';" +
  'const path = { basename, dirname, extname, resolve };';

/** @throws Error when the file is written otherwise than commander's are. */
function leanCommander(code) {
  const lean = code
    .replace(/^const (childProcess|fs|process) = require\(.*\);$/gm, '')
    .replace(/^const (\w+) = require\(('.+')\)\.(\w+);$/gm, 'import { $3 as $1 } from $2;')
    .replace(/^const path = require.*$/m, pathImport)
    .replace(/^const (.+) = require\(('.+')\);$/gm, 'import $1 from $2;')
    .replace(/^exports\.(\w+) = \1;/gm, 'export { $1 };')
    .replace(/^exports\.(\w+) =/gm, 'export const $1 =');
  if (/\b(require\(|exports\.)/.test(lean)) throw new Error('commander is not what it was.');
  return lean;
}
