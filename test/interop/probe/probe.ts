import { setTimeout as delay } from 'node:timers/promises';

import { ask } from './http.ts';
import { mask } from './mask.ts';
import { ProbeSocket } from './probe-socket.ts';
import type { Action, Step } from './step.ts';

/** A hub to be asked. */
export interface ProbedHub {
  /** Begins with `ws:`. */
  hubUrl: string;
  /** Tokens and the like, to be used in steps by name. */
  secrets: Readonly<Record<string, string>>;
  /** Ids of entities, to be used in steps by name, and to be shown as that. */
  entities: Readonly<Record<string, string>>;
}

/** What each step brought to light, in lines, by its name. */
export type Transcript = Record<string, readonly string[]>;

/** Quick steps that wait for each other would take minutes; all at once would take each other's time. */
const stepsAtATime = 6;

/** Asks a hub everything. Steps know nothing of each other. */
export async function runProbe(
  hub: ProbedHub,
  steps: readonly Step[],
  slowSteps: readonly Step[] = [],
): Promise<Transcript> {
  const transcript: Transcript = {};
  const run = async (step: Step): Promise<void> => {
    transcript[step.name] = await runStep(hub, step);
  };
  const queue = [...steps];
  const work = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) await run(step);
  };
  const workers = Array.from({ length: stepsAtATime }, work);
  await Promise.all([...workers, ...slowSteps.map(run)]);
  return transcript;
}

async function runStep(hub: ProbedHub, step: Step): Promise<string[]> {
  const run = new StepRun(hub);
  try {
    for (const action of step.actions) await run.carryOut(action);
  } finally {
    run.end();
  }
  return run.lines.map((line) => mask(line, hub.entities));
}

/** A step under way. */
class StepRun {
  readonly lines: string[] = [];
  readonly #hub: ProbedHub;
  readonly #variables: Record<string, string>;
  readonly #sockets: ProbeSocket[] = [];

  constructor(hub: ProbedHub) {
    this.#hub = hub;
    this.#variables = { ...hub.secrets, ...hub.entities };
  }

  async carryOut(action: Action): Promise<void> {
    switch (action.kind) {
      case 'request': {
        const url = this.#hub.hubUrl.replace(/^ws/, 'http') + this.#fill(action.path);
        const answer = await ask(url, action.method, this.#fillAll(action.headers), action.body);
        this.lines.push(...answer.lines);
        this.#remember(answer.body);
        return;
      }
      case 'open': {
        const url = this.#hub.hubUrl + this.#fill(action.path);
        const socket = await ProbeSocket.open(url, this.#fillAll(action.headers), this.lines);
        if (socket !== undefined) this.#sockets.push(socket);
        return;
      }
      case 'send':
        for (const frame of action.frames)
          this.#socket?.send(typeof frame === 'string' ? this.#fill(frame) : frame);
        return;
      case 'settle':
        return this.#socket?.settle();
      case 'await close':
        return this.#socket?.awaitClose(action.withinMs);
      case 'close':
        return this.#socket?.close(action.code, action.reason);
      case 'pause':
        await delay(action.ms);
        return;
    }
  }

  end(): void {
    for (const socket of this.#sockets) socket.drop();
  }

  /** The one that was opened last. */
  get #socket(): ProbeSocket | undefined {
    return this.#sockets.at(-1);
  }

  /** Ids that were negotiated can be used by what comes after. */
  #remember(body: string): void {
    for (const [, name, id] of body.matchAll(/"(connectionId|connectionToken)":"([^"]+)"/g))
      if (name !== undefined && id !== undefined) this.#variables[name] = id;
  }

  #fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (all, name: string) => this.#variables[name] ?? all);
  }

  #fillAll(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, this.#fill(value)]),
    );
  }
}
