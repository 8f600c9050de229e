import type { IncomingMessage, ServerResponse } from 'node:http';

const largestBytes = 1024 * 1024;
/** All bodies that are being read at one time. */
const mostHeldBytes = 64 * largestBytes;
/** Of a body that is too large, so much is let pass, so that its sender gets to read the answer. */
const mostDiscardedBytes = 16 * largestBytes;

/** A body, or the status of the answer to one that is not read. */
export type Body = { bytes: Buffer } | { status: 413 | 503 };

/** Reads the bodies of requests, and bounds the memory that this takes. */
export class RequestBodies {
  #heldBytes = 0;

  /** Rejects when the client goes away. */
  async read(request: IncomingMessage, response: ServerResponse): Promise<Body> {
    if (Number(request.headers['content-length'] ?? 0) > largestBytes) {
      discard(request, response);
      return { status: 413 };
    }
    if (request.headers.expect !== undefined) response.writeContinue();
    const chunks: Buffer[] = [];
    let size = 0;
    return new Promise<Body>((resolve, reject) => {
      const onData = (chunk: Buffer): void => {
        size += chunk.length;
        this.#heldBytes += chunk.length;
        chunks.push(chunk);
        if (size > largestBytes) giveUp(413);
        else if (this.#heldBytes > mostHeldBytes) giveUp(503);
      };
      const giveUp = (status: 413 | 503): void => {
        request.off('data', onData);
        chunks.length = 0;
        discard(request, response);
        resolve({ status });
      };
      request.on('data', onData);
      request.on('end', () => resolve({ bytes: Buffer.concat(chunks) }));
      request.on('error', reject);
      request.on('close', () => reject(new Error('The client went away.')));
    }).finally(() => {
      this.#heldBytes -= size;
    });
  }
}

function discard(request: IncomingMessage, response: ServerResponse): void {
  let size = 0;
  // Else Node would cut the line behind the answer, and the sender, who is not done, not see it.
  response.shouldKeepAlive = true;
  request.on('end', () => {
    if (response.writableFinished) request.socket.end();
    else response.on('finish', () => request.socket.end());
  });
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostDiscardedBytes) request.socket.destroy();
  });
  // A client that goes away has lost nothing.
  request.on('error', () => {});
}
