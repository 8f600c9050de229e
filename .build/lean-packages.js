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
