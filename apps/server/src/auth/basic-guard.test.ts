import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetful } from '../testing/forgetful.ts';
import { closed, listening } from '../testing/listening.ts';
import { guardBasic } from './basic-guard.ts';
import type { CredentialOutcome } from './credentials.ts';
import { GateFull } from './gate.ts';

describe('guardBasic', () => {
  let server: Server;
  let url: string;
  let asked: unknown[];
  let logged: number;
  let outcome: CredentialOutcome | Error;

  beforeAll(async () => {
    const credentials = {
      check: async (...args: unknown[]) => {
        asked.push(args);
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    };
    const guard = guardBasic(
      {
        credentials,
        refusals: forgetful,
        access: { challenge: ({ url: realm }) => `Bearer realm="${realm}/token"` },
        originOf: () => ({ url: 'http://h', host: 'h' }),
        addressOf: () => '10.0.0.7',
        log: { info: () => {}, warn: () => {}, error: () => logged++ },
      },
      (request, response) => {
        request.on('data', (chunk) => response.write(chunk)).on('end', () => response.end('registry'));
      },
    );
    server = createServer(guard);
    url = await listening(server);
  });
  beforeEach(() => {
    asked = [];
    logged = 0;
    outcome = {
      ok: true,
      actor: { kind: 'user', id: '1', name: 'ann', accountId: '2', role: 'member' },
      standing: {},
      until: null,
    };
  });
  afterAll(() => closed(server));

  const send = (authorization?: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: authorization === undefined ? {} : { authorization } });
  const ann = `Basic ${Buffer.from('ann:secret').toString('base64')}`;

  it.each([undefined, 'Bearer x', 'Basic !!!'])('leaves %s to the registry', async (header) => {
    expect(await (await send(header)).text()).toBe('registry');
    expect(asked).toEqual([]);
  });

  it('lets right credentials through, with the body', async () => {
    const body = 'x'.repeat(300_000);
    expect(await (await send(ann, { method: 'PUT', body })).text()).toBe(`${body}registry`);
    expect(asked).toEqual([['ann', 'secret', '10.0.0.7']]);
  });

  it('refuses wrong ones with the challenge, and too many with the time to wait', async () => {
    outcome = { ok: false, reason: 'unknown-or-wrong' };
    const wrong = await send(ann);
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="http://h/token"']);
    expect(await wrong.json()).toMatchObject({
      errors: [{ code: 'UNAUTHORIZED', detail: { reason: 'unknown-or-wrong' } }],
    });
    outcome = { ok: false, reason: 'too-many-attempts', retryAfterSeconds: 8, until: new Date('2026-11-26T12:00:08Z') };
    const blocked = await send(ann);
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '8']);
  });

  it('answers when it is busy or broken', async () => {
    outcome = new GateFull('full');
    expect((await send(ann)).status).toBe(503);
    expect(logged).toBe(0);
    outcome = new Error('no database');
    const broken = await send(ann);
    expect([broken.status, logged]).toEqual([500, 1]);
    expect(await broken.text()).not.toContain('no database');
  });
});
