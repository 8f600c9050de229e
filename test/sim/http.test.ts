import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { describe, expect, test } from 'vitest';

import { useSimulator } from '../support/enreach.ts';

const enreach = useSimulator({ waitForBegin: true });

function ask(path: string, method: string, headers: Record<string, string>, body = '') {
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(path, enreach().apiUrl), { method, headers })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

describe('a client that offers HTTP/2, as that of Java does', () => {
  const offer = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMA' };

  test.each([10, 100_000])('is answered in HTTP/1.1, with a body of %i bytes', async (size) => {
    const { username, password, secretKey } = enreach();
    const login = JSON.stringify({ UserName: username, Password: password, Pad: 'x'.repeat(size) });
    const headers = { ...offer, 'Content-Length': `${Buffer.byteLength(login)}` };
    const response = await ask(`authuser/${username}/`, 'POST', headers, login);
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(await text(response))).toMatchObject({ SecretKey: secretKey });
  });
});

describe('a page of another origin', () => {
  const Origin = 'http://localhost:5173';

  test.each(['api/user', 'users/me', 'token/me/rte', 'rte/negotiate', 'elsewhere'])(
    'may ask anything: %s',
    async (path) => {
      const response = await ask(path, 'OPTIONS', {
        Origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      });
      expect(response.statusCode).toBe(204);
      expect(response.headers).toMatchObject({
        'access-control-allow-origin': Origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization',
        vary: 'Origin',
      });
    },
  );

  test('may read a refusal', async () => {
    const response = await ask('rte/negotiate', 'POST', { Origin });
    expect(response.statusCode).toBe(401);
    expect(response.headers['access-control-allow-origin']).toBe(Origin);
  });

  test('is told apart from one of the same origin', async () => {
    const response = await ask('rte/negotiate', 'POST', {});
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
