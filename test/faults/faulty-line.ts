import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  client: Socket;
  server: Socket;
}

/** A line between a client and a server on loopback, on which things go wrong when told so. */
export class FaultyLine {
  readonly #targetPort: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #lost = new Set<Socket>();
  #port = 0;
  #isStalled = false;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((client) => this.#join(client));
  }

  static async to(targetPort: number): Promise<FaultyLine> {
    const line = new FaultyLine(targetPort);
    await line.accept();
    return line;
  }

  get port(): number {
    return this.#port;
  }

  /** Resets all connections. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Lets nothing through, either way, until `resume`. */
  stall(): void {
    this.#isStalled = true;
    for (const pair of this.#pairs) pause(pair);
  }

  resume(): void {
    this.#isStalled = false;
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
  }

  /** Present connections stand, and carry nothing any more; new ones are as good as ever. */
  blackHole(): void {
    for (const pair of this.#pairs) {
      pause(pair);
      this.#pairs.delete(pair);
      this.#lost.add(pair.client);
      pair.server.destroy();
    }
  }

  /** Refuses new connections until `accept`. */
  refuse(): void {
    if (!this.#server.listening) return;
    this.cut();
    // Lines that lead nowhere stand all the while; only those who listen are closed.
    this.#server.close();
  }

  async accept(): Promise<void> {
    if (this.#server.listening) return;
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const client of this.#lost) client.destroy();
    this.refuse();
  }

  #join(client: Socket): void {
    const server = connect(this.#targetPort, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = (): void => {
      // A line in a black hole never tells its client that it has ended.
      if (!this.#pairs.delete(pair)) return;
      client.destroy();
      server.destroy();
    };
    client.pipe(server).on('close', end).on('error', end);
    server.pipe(client).on('close', end).on('error', end);
    if (this.#isStalled) pause(pair);
  }
}

function pause({ client, server }: Pair): void {
  client.pause();
  server.pause();
}
