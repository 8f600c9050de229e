// Reads and discards: how fast the load generator is when its client does nothing.
//   sink-client.js <hub>
import { openWebSocket } from './web-socket-client.js';

const invoke = openWebSocket(process.argv[2], {
  buffer: Buffer.allocUnsafe(4 * 1024 * 1024),
  callback: () => true,
});
invoke('Subscribe', [{ EntityId: 'sink', EventName: 'UserStatus' }]);
