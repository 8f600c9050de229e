/** The line to one client: writes that wait until the kernel has taken them. */
export class Line {
  #socket;
  #sendTimeoutMs;
  /** Whether this side gave up, because the client took nothing for so long. */
  isDropped = false;

  /**
   * @param {import('node:net').Socket} socket
   * @param {number} sendTimeoutMs how long a write may take; Infinity for ever.
   */
  constructor(socket, sendTimeoutMs) {
    this.#socket = socket;
    this.#sendTimeoutMs = sendTimeoutMs;
    socket.setNoDelay(true);
    socket.on('error', () => {});
  }

  get isClosed() {
    return !this.#socket.writable;
  }

  /** Resolves when the kernel has all of it, or the line is closed. Only one writes and waits. */
  async write(bytes) {
    if (this.isClosed) return;
    const timer = this.#giveUpInTime();
    await new Promise((resolve) => this.#socket.write(bytes, resolve));
    clearTimeout(timer);
  }

  /** As ASP.NET Core does with a client that is stuck (`TransportSendTimeout`). */
  #giveUpInTime() {
    if (!Number.isFinite(this.#sendTimeoutMs)) return undefined;
    return setTimeout(() => {
      this.isDropped = true;
      this.#socket.destroy();
    }, this.#sendTimeoutMs);
  }

  /** Writes without waiting. */
  push(bytes) {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  end(bytes) {
    if (!this.isClosed) this.#socket.end(bytes);
  }
}
