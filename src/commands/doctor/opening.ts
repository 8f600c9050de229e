import {
  openConnection,
  type ConnectOptions,
  type OpenConnection,
  type OpeningStep,
} from '../../hub/open-connection.ts';

type Reached<Kind extends OpeningStep['kind']> = Extract<OpeningStep, { kind: Kind }>;

/**
 * A connection to the hub on its way. Each step is a promise, which rejects when the connection
 * fails before it is reached.
 */
export class Opening {
  readonly negotiated: Promise<Reached<'negotiated'>>;
  readonly upgraded: Promise<Reached<'upgraded'>>;
  readonly connected: Promise<OpenConnection>;
  /** Resolves with what came first once the connection stands: a ping, or a message. */
  readonly heard: Promise<'ping' | 'message'>;

  constructor(options: Omit<ConnectOptions, 'onStep' | 'onPing' | 'onRecords'>) {
    const negotiated = withResolve<Reached<'negotiated'>>();
    const upgraded = withResolve<Reached<'upgraded'>>();
    const heard = withResolve<'ping' | 'message'>();
    this.connected = openConnection({
      ...options,
      onRecords: () => heard.resolve('message'),
      onPing: () => heard.resolve('ping'),
      onStep: (step) => {
        if (step.kind === 'negotiated') negotiated.resolve(step);
        else upgraded.resolve(step);
      },
    });
    this.heard = heard.promise;
    this.negotiated = this.#unlessFailed(negotiated.promise);
    this.upgraded = this.#unlessFailed(upgraded.promise);
    // Whoever waits for a step learns of the failure; the others need not.
    for (const each of [this.negotiated, this.upgraded, this.connected]) each.catch(() => {});
  }

  /** Ends the connection, if there is one. */
  async close(): Promise<void> {
    await this.connected.then(
      (connection) => connection.close(),
      () => {},
    );
  }

  async #unlessFailed<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.connected.then(() => step)]);
  }
}

/** Node 20 has no `Promise.withResolvers`. */
function withResolve<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolvePromise: (value: T) => void;
  const promise = new Promise<T>((resolve) => (resolvePromise = resolve));
  return { promise, resolve: (value) => resolvePromise(value) };
}
