/**
 * What takes time in packages while they load is put off until it is needed, or left out where it
 * never is. What that saves is given in starts of bare Node.
 */
const edits = [
  {
    // The modules that start other programs, which rte has none of, and node:process, which opens
    // stdin: 0.1.
    file: /\/commander\/lib\/command\.js$/,
    edit: (code) => code.replace(/^const (childProcess|fs|process) = require\(.*\);\n/gm, ''),
  },
  {
    file: /\/chalk\/source\/vendor\/supports-color\/index\.js$/,
    edit: (code) => code.replace(/^import process from .*\n/m, ''),
  },
  {
    // Expressions over all of Unicode, which only text beyond ASCII needs: 0.7.
    file: /(?<!cli-table3\/node_modules)\/string-width\/index\.js$/,
    edit: makeLazy,
  },
  {
    // cli-table3 measures the same texts some thousand times for the table of all events: 0.3.
    file: /\/cli-table3\/node_modules\/string-width\/index\.js$/,
    edit: (code) =>
      code.replace(
        "string = string.replace(emojiRegex(), '  ');",
        'if (/^[ -~…]*$/.test(string)) return string.length;\n$&',
      ),
  },
  {
    // HTTP/2, which loads TLS and cryptography even for http: 0.2.
    file: /\/undici\/lib\/dispatcher\/client\.js$/,
    edit: (code) =>
      code.replace(
        "= require('./client-h2.js')",
        "= (...line) => require('./client-h2.js')(...line)",
      ),
  },
  {
    // fetch, caches, mocks and all else that undici loads at once.
    file: /\/undici\/index\.js$/,
    edit: () => `
      const Dispatcher = require('./lib/dispatcher/dispatcher');
      Dispatcher.prototype.request = require('./lib/api/api-request');
      exports.Agent = require('./lib/dispatcher/agent');
      exports.buildConnector = require('./lib/core/connect');
    `,
  },
];

/** A plugin that makes bundled packages load faster, and keeps them out of the source maps. */
export function leanPackages() {
  const unused = new Set(edits);
  return {
    name: 'lean-packages',
    transform(code, id) {
      const path = id.replaceAll('\\', '/');
      if (!path.includes('/node_modules/')) return null;
      const found = edits.find(({ file }) => file.test(path));
      if (found === undefined) return { code, map: noMap };
      const edited = found.edit(code);
      // Only an edit that changes something counts: the package may not be what it was.
      if (edited !== code) unused.delete(found);
      return { code: edited, map: noMap };
    },
    buildEnd(error) {
      const [first] = unused;
      if (error === undefined && first !== undefined) {
        throw new Error(`.build/lean-packages.js: ${first.file} has no effect any more.`);
      }
    },
  };
}

const noMap = { version: 3, names: [], sources: [], mappings: '' };

/** Makes constants at the top level, regular expressions and objects, when they are first used. */
function makeLazy(code) {
  const names = [];
  const declared = code.replace(
    /^const (\w+) = (?:\/(.+)\/([a-z]*)|(new .+));$/gm,
    (_all, name, pattern, flags, created) => {
      names.push(name);
      const value = created ?? `new RegExp(${JSON.stringify(pattern)}, '${flags}')`;
      return `let made_${name};\nconst ${name} = () => (made_${name} ??= ${value});`;
    },
  );
  return names.reduce(
    (text, name) => text.replace(new RegExp(`(?<!const )\\b${name}\\b`, 'g'), `${name}()`),
    declared,
  );
}
