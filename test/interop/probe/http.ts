import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What is left out of a transcript: the hub's date and make, and how the body was framed. */
const untelling = new Set([
  'date',
  'server',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'sec-websocket-accept',
]);

/** Asks on a line of its own, and puts down the answer. */
export async function ask(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<{ lines: string[]; body: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, agent: false })
      .on('response', resolve)
      .on('upgrade', (upgrade, socket) => {
        resolve(upgrade);
        upgrade.push(null);
        socket.destroy();
      })
      .on('error', reject)
      .end(body);
  });
  const received = await text(response);
  return { lines: describeResponse(response, received), body: received };
}

/** Status, telling headers in alphabetical order, body. */
export function describeResponse(response: IncomingMessage, body: string): string[] {
  const headers = Object.entries(response.headers)
    .filter(([name]) => !untelling.has(name))
    .map(([name, value]) => `${name}: ${String(value)}`);
  return [`${response.statusCode}`, ...headers.sort(), ...(body === '' ? [] : [body])];
}
