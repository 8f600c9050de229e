import { setTimeout as delay } from 'node:timers/promises';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { httpRequest } from '../../src/http/request.ts';
import { startFakeServer, type Answer } from '../support/fake-server.ts';
import { thrownBy } from '../support/thrown.ts';

// No test waits: delays are over at once, unless a test says otherwise.
vi.mock('node:timers/promises', () => ({ setTimeout: vi.fn(() => Promise.resolve()) }));

beforeEach(() => {
  vi.mocked(delay).mockClear();
});

const never = new AbortController().signal;

function get(url: string, signal = never): ReturnType<typeof httpRequest> {
  return httpRequest({ method: 'GET', url: new URL(url), signal });
}

const ready: Answer = { text: 'ready' };

function later(retryAfter: string, status = 503): Answer {
  return { status, headers: { 'Retry-After': retryAfter } };
}

it('gives status, text and content type of whatever answer comes', async () => {
  const { url } = await startFakeServer({
    '/here': { status: 418, text: 'päivää', headers: { 'Content-Type': 'text/plain' } },
  });
  expect(await get(`${url}/here`)).toEqual({
    status: 418,
    text: 'päivää',
    contentType: 'text/plain',
    retryAfterMs: undefined,
  });
});

it('sends method, body and headers, and says what it is', async () => {
  const { url, requests } = await startFakeServer({ '/': {} });
  await httpRequest({
    method: 'POST',
    url: new URL(url),
    headers: { 'X-One': '1' },
    body: '{"a":"ä"}',
    signal: never,
  });
  expect(requests).toMatchObject([
    { method: 'POST', body: '{"a":"ä"}', headers: { 'x-one': '1', 'user-agent': 'rte-cli' } },
  ]);
});

it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async (status) => {
  const { url, requests } = await startFakeServer({
    '/from': { status, headers: { Location: '/to' } },
    '/to': ready,
  });
  expect((await get(`${url}/from`)).status).toBe(status);
  expect(requests.map(({ path }) => path)).toEqual(['/from']);
});

describe('told to come back later', () => {
  it.each([429, 503])('asks again when the time has come (%i)', async (status) => {
    const { url, requests } = await startFakeServer({ '/': [later('7', status), ready] });
    expect((await get(url)).text).toBe('ready');
    expect(requests).toHaveLength(2);
    expect(vi.mocked(delay).mock.calls.map(([ms]) => ms)).toEqual([7_000]);
  });

  it('asks three times at most', async () => {
    const { url, requests } = await startFakeServer({ '/': later('0') });
    expect(await get(url)).toMatchObject({ status: 503, retryAfterMs: 0 });
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['the time is long', later('11')],
    ['the time is not said', { status: 429 }],
    ['the status says something else', later('0', 500)],
  ])('hands the answer on when %s', async (_name, answer) => {
    const { url, requests } = await startFakeServer({ '/': [answer, ready] });
    expect((await get(url)).status).toBe(answer.status);
    expect(requests).toHaveLength(1);
  });
});

describe('aborted', () => {
  it('sends nothing when it already is', async () => {
    const { url, requests } = await startFakeServer({ '/': ready });
    const reason = new Error('enough');
    expect(await thrownBy(get(url, AbortSignal.abort(reason)))).toBe(reason);
    expect(requests).toEqual([]);
  });

  it('rejects with the reason while the server is silent', async () => {
    const server = await startFakeServer({ '/': { hangs: true } });
    const controller = new AbortController();
    const received = server.nextRequest();
    const thrown = thrownBy(get(server.url, controller.signal));
    await received;
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await thrown).toBe(reason);
  });

  it('rejects with the reason while it waits to ask again', async () => {
    const real = await vi.importActual<{ setTimeout: typeof delay }>('node:timers/promises');
    vi.mocked(delay).mockImplementationOnce(real.setTimeout);
    const { url, requests } = await startFakeServer({ '/': later('9') });
    const controller = new AbortController();
    const thrown = thrownBy(get(url, controller.signal));
    await vi.waitFor(() => expect(delay).toHaveBeenCalledOnce());
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await thrown).toBe(reason);
    expect(requests).toHaveLength(1);
  });
});
