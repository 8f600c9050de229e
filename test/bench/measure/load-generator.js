import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { on } from './cores.js';

const program = fileURLToPath(new URL('../hub/load-generator.js', import.meta.url));

/** A load generator in a process of its own. See `hub/load-generator.js` for what it can be asked. */
export class LoadGenerator {
  #process;
  hubUrl = '';

  static async start() {
    const generator = new LoadGenerator();
    const [command, ...args] = on('rest', [process.execPath, program]);
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
    generator.#process = spawn(command, args, { stdio });
    generator.hubUrl = await generator.#ask('listen');
    return generator;
  }

  /** What each connection from now on is sent; the reports of earlier ones are forgotten. */
  plan(plan) {
    return this.#ask('plan', plan);
  }

  /** @returns {Promise<{ listeningAt: number, connections: object[] }>} */
  report() {
    return this.#ask('report');
  }

  /** Reports until one has something, looking every few milliseconds. */
  async reportOnce(hasIt, withinMs) {
    const until = performance.now() + withinMs;
    for (;;) {
      const report = await this.report();
      if (hasIt(report)) return report;
      if (performance.now() > until) throw new Error('The load generator has waited in vain.');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Cuts all lines; the port is closed until `listen`. */
  close() {
    return this.#ask('close');
  }

  listen() {
    return this.#ask('listen');
  }

  stop() {
    this.#process.disconnect();
  }

  async #ask(name, argument) {
    this.#process.send({ name, argument });
    const [{ answer }] = await once(this.#process, 'message');
    return answer;
  }
}
