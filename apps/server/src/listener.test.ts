import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drainable } from './drain.ts';
import { createListener } from './listener.ts';
import { closed, listening, rawExchange } from './testing/listening.ts';

describe('the listener', () => {
  let server: Server;
  let url: string;
  let drain: (graceMs: number) => Promise<void>;
  /** Ends the request that `/slow` holds open. */
  let finishSlow: () => void;

  beforeEach(async () => {
    const named = (name: string) => (req: { url?: string }, res: { end(text: string): void }) =>
      res.end(`${name} ${req.url}`);
    server = createListener({
      registry: named('registry'),
      token: named('token'),
      app: (req, res) => {
        if (req.url !== '/slow') return named('app')(req, res);
        server.emit('slow');
        finishSlow = () => res.end('finished');
      },
    });
    drain = drainable(server);
    url = await listening(server);
  });
  afterEach(async () => {
    if (server.listening) await closed(server);
  });

  it.each([
    ['/v2/', 'registry /v2/'],
    ['/v2', 'registry /v2'],
    ['/v2?x', 'registry /v2?x'],
    ['/v2/a/b/tags/list?n=1', 'registry /v2/a/b/tags/list?n=1'],
    ['/token?scope=a', 'token /token?scope=a'],
    ['/', 'app /'],
    ['/v2x', 'app /v2x'],
    ['/tokens', 'app /tokens'],
    ['/organizations/v2/', 'app /organizations/v2/'],
  ])('takes %s to %s', async (path, answer) => {
    expect(await (await fetch(url + path)).text()).toBe(answer);
  });

  it('takes HTTP/1.0 without a Host', async () => {
    expect(await rawExchange(url, 'GET /v2/ HTTP/1.0\r\n\r\n')).toContain('registry /v2/');
  });

  it('takes the absolute form of a request, as a proxy sends it', async () => {
    const answer = await rawExchange(url, 'GET http://some.host/v2/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('registry /v2/x');
  });

  it.each([
    ['no HTTP at all', 'HELLO\r\n\r\n', 400],
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ['a negative length', 'POST /v2/ HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n', 400],
    ['two lengths', 'POST /v2/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'length and chunks',
      'POST /v2/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['no Host', 'GET /v2/ HTTP/1.1\r\n\r\n', 400],
    ['a line end in a header', 'GET /v2/ HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n', 400],
  ])('answers %s with the spec’s error JSON', async (_what, text, status) => {
    const [head = '', body = ''] = (await rawExchange(url, text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(body)).toMatchObject({ errors: [{ code: 'UNSUPPORTED', message: expect.any(String) }] });
    expect(await (await fetch(`${url}/v2/`)).text()).toBe('registry /v2/');
  });

  it('lets no client dawdle with its headers, but hours with a body', () => {
    expect([server.headersTimeout, server.requestTimeout, server.timeout]).toEqual([20_000, 0, 120_000]);
  });

  it('drains: finishes what is under way, takes nothing new', async () => {
    const kept = request(`${url}/slow`, { headers: { connection: 'keep-alive' } });
    const begun = once(server, 'slow');
    kept.end();
    await begun;
    const idle = await fetch(`${url}/v2/`);
    expect(idle.status).toBe(200);
    const drained = drain(60_000);
    await expect(fetch(`${url}/v2/`)).rejects.toThrow();
    finishSlow();
    const [response] = await once(kept, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    await drained;
    expect(server.listening).toBe(false);
  });

  it('does not wait for a connection that was opened ahead and says nothing', async () => {
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    await once(server, 'connection');
    const ended = once(silent.resume(), 'close');
    await drain(60_000);
    await ended;
  });

  it('drains no longer than it is given', async () => {
    const hanging = request(`${url}/slow`);
    const begun = once(server, 'slow');
    hanging.end();
    await begun;
    const cutOff = once(hanging, 'error');
    await drain(1);
    expect((await cutOff)[0]).toBeInstanceOf(Error);
  });
});
