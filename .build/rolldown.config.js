import { defineConfig } from 'rolldown';

import { leanPackages } from './lean-packages.js';
import { thirdPartyLicenses } from './third-party-licenses.js';

/**
 * The program as it is published: CommonJS, packages included. What every start needs is in
 * main.cjs; each dynamic import has a file of its own.
 *
 * Loaded module by module, as ESM, `rte --help` took 3 times as long as Node itself takes to
 * start; bundled as ESM 1.9, as CommonJS 1.5. bin/package.json has Node start with its loader of
 * CommonJS, too; the one of ESM costs 0.2.
 */
// eslint-disable-next-line import/no-default-export -- rolldown wants it so
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [leanPackages(), thirdPartyLicenses()],
  transform: {
    // SignalR loads ws and others even when it is given ours, unless it finds itself in webpack.
    define: { __webpack_require__: '(() => {})', __non_webpack_require__: '(() => {})' },
  },
  // Else main.cjs would be one more file that only passes on what is in another.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'cjs',
    // A real import() would start the loader of ESM.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    codeSplitting: { groups: [{ name: 'main', test: /[\\/]src[\\/]main\.ts$/ }] },
    sourcemap: true,
    // Less for Node to read. Names stay, so that a stack trace tells something without the maps.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  },
});
