import { WebSocket } from 'ws';

const normalClosure = 1000;

/** A WebSocket that ends like ASP.NET Core's: whatever the client closes with, it answers 1000. */
export class HubSocket extends WebSocket {
  /** `ws` gives a reason exactly when it repeats the client's; a fault has a code alone. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === undefined || reason !== undefined ? normalClosure : code);
  }
}
