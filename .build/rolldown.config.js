import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'rolldown';

import { packageTransforms } from './package-transforms.js';
import { thirdPartyLicenses } from './third-party-licenses.js';

const chalk = dirname(fileURLToPath(import.meta.resolve('chalk')));
const nothing = fileURLToPath(new URL('nothing.js', import.meta.url));
const commander = dirname(fileURLToPath(import.meta.resolve('commander')));

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
  // Colours are always told; what would find out loads the network for it.
  resolve: {
    mainFields: ['module', 'main'],
    alias: {
      commander: join(commander, 'index.js'),
      '#supports-color': join(chalk, 'vendor/supports-color/browser.js'),
      // What conf loads, and rte never has it use: rte checks what it reads itself, and says where
      // that is. One fails for a user without a home; one handles every signal, which undoes nohup
      // and makes the first Ctrl-C the second.
      'ajv/dist/2020.js': nothing,
      'ajv-formats': nothing,
      'env-paths': nothing,
      'when-exit': nothing,
    },
  },
  // Help topics are printed as they are.
  moduleTypes: { '.md': 'text' },
  plugins: [packageTransforms(), thirdPartyLicenses()],
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
    codeSplitting: {
      groups: [
        { name: 'main', priority: 3, test: /[\\/]src[\\/]main\.ts$/ },
        // The way to the hub.
        {
          name: 'tail',
          priority: 1,
          test: /[\\/](@microsoft[\\/]signalr|src[\\/](abort|hub[\\/][\w-]+|commands[\\/](source|route-options|tail[\\/][\w-]+)|http[\\/](?!agent|content-encoding|tunnel|tls)[\w-]+|render[\\/](ndjson|output-form|projection|renderer|time-span)))\b/,
        },
        // What most commands need, in one file: each takes half a millisecond to find and open.
        {
          name: 'common',
          priority: 2,
          test: /[\\/](fastest-levenshtein|src[\\/](events[\\/](?!camel-case|changes|entity-names|filter|json-|message|moment|plain-|schema)[\w-]+|render[\\/](colours|palette|listing|text-layout|values|timestamps)|did-you-mean|commands[\\/](entities|event-pattern)))\b/,
        },
        // For terminals alone, and for texts other than ASCII.
        { name: 'chalk', test: /[\\/]chalk[\\/]/ },
        { name: 'text-width', test: /[\\/](fast-string-[\w-]+|render[\\/]text-width)\b/ },
      ],
    },
    // Less for Node to read. Functions keep their names, so that a stack trace tells something
    // without source maps, which would be a third of the package.
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  },
});
