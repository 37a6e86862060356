import { createHash, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createMetadata } from '@wharf/db';
import { createRegistryHandler } from '@wharf/registry';
import { createMemoryStorage } from '@wharf/storage/memory';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAttempts } from './auth/attempts.ts';
import { createCredentials } from './auth/credentials.ts';
import { createRegistryTokens } from './auth/registry-tokens.ts';
import { addSigningKey, createSigningKeys } from './auth/signing-keys.ts';
import { createTokenEndpoint } from './auth/token-endpoint.ts';
import { createListener } from './listener.ts';
import { createOrigins } from './origin.ts';
import { registryRefusals } from './refusals/registry-refusals.ts';
import { type AuthWorld, createAuthWorld } from './testing/auth-world.ts';
import { openAccess } from './testing/everybody.ts';
import { forgetful } from './testing/forgetful.ts';
import { closed, listening, type RawAnswer, rawAnswer } from './testing/listening.ts';

describe('clients that stop in the middle of a request', () => {
  let world: AuthWorld;
  let server: Server;
  let url: string;
  const logged: unknown[] = [];

  beforeAll(async () => {
    world = await createAuthWorld();
    const { database } = world;
    await world.addOrganization(await world.addAccount('main'), 'acme');
    await addSigningKey(database.db, new Date());
    const origins = createOrigins({ publicUrl: undefined, trustedProxies: [], listeningAt: () => url });
    const now = () => new Date();
    const log = { info() {}, warn() {}, error: (facts: object) => logged.push(facts) };
    const registry = createRegistryHandler(
      {
        metadata: createMetadata(database),
        storage: createMemoryStorage(),
        access: openAccess,
        activity: { pulled() {}, sent() {}, received() {} },
        log,
        limits: { manifestBytes: 100_000, manifestMs: 50 },
        refusals: registryRefusals(forgetful, origins.addressOf),
        node: 'test',
      },
      origins,
    );
    const token = createTokenEndpoint({
      db: database.db,
      credentials: createCredentials({ db: database.db, attempts: createAttempts(), used: () => {}, now }),
      tokens: createRegistryTokens(createSigningKeys(database), 5, now),
      refusals: forgetful,
      ...origins,
      policy: () => ({ anonymousPull: 'images', now: Date.now() }),
      log,
      bodyMs: 50,
    });
    // The app stands for what reads no body at all.
    server = createListener({ registry, token, app: () => {} }, undefined, {
      headers: 250,
      look: 50,
      silence: 120_000,
    });
    // Only with those connections the listener is impatient: else it would have to be quick with all others.
    server.on('request', (request) => {
      if (request.headers['x-silent'] !== undefined) request.socket.setTimeout(50);
    });
    url = await listening(server);
  });
  afterAll(async () => {
    await closed(server);
    await world.remove();
  });
  afterEach(() => expect(logged).toEqual([]));

  const others = async () => expect((await fetch(`${url}/v2/_catalog`)).status).toBe(200);
  const open = async () => {
    const opened = await fetch(`${url}/v2/acme/app/blobs/uploads/`, { method: 'POST' });
    return opened.headers.get('location') ?? '';
  };
  const head = (line: string, length: number, ...more: string[]) =>
    [`${line} HTTP/1.1`, 'Host: h', `Content-Length: ${length}`, ...more, '', ''].join('\r\n');
  const pathOf = (location: string) => new URL(location).pathname;
  const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

  /** The answer of a server that meanwhile answers others. */
  async function refused(...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
    const answering = rawAnswer(url, ...parts);
    const [answer] = await Promise.all([answering, others()]);
    await others();
    return answer;
  }
  const tooSlow = (code: string) => ({
    errors: [{ code, message: expect.stringMatching(/./), detail: expect.objectContaining({ reason: 'too-slow' }) }],
  });

  const large = randomBytes(300_000);
  const small = randomBytes(3000);
  it.each<[string, Buffer, (path: string) => string]>([
    ['a chunk', large, (path) => `PATCH ${path}`],
    ['a large blob', large, (path) => `PUT ${path}?digest=${digestOf(large)}`],
    ['a small blob', small, (path) => `PUT ${path}?digest=${digestOf(small)}`],
  ])('%s: 408, what came is kept, and the upload goes on', async (_, blob, line) => {
    const location = await open();
    const part = blob.subarray(0, blob.length / 3);
    const answer = await refused(head(line(pathOf(location)), blob.length, 'X-Silent: 1'), part);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([408, tooSlow('BLOB_UPLOAD_INVALID')]);
    expect(answer.head).toMatch(/^connection: close$/im);

    const status = await fetch(location);
    const [, last = ''] = /^range: 0-(\d+)$/im.exec(answer.head) ?? [];
    expect([status.status, status.headers.get('range')]).toEqual([204, `0-${last}`]);
    // A busy machine may have taken a part of it only.
    const kept = Number(last) + 1;
    expect(kept).toBeGreaterThan(1);
    expect(kept).toBeLessThanOrEqual(part.length);
    const rest = await fetch(location, {
      method: 'PATCH',
      body: blob.subarray(kept),
      headers: { 'content-range': `${kept}-${blob.length - 1}` },
    });
    expect(rest.status).toBe(202);
    expect((await fetch(`${location}?digest=${digestOf(blob)}`, { method: 'PUT' })).status).toBe(201);
    const pulled = await fetch(`${url}/v2/acme/app/blobs/${digestOf(blob)}`);
    expect(Buffer.from(await pulled.arrayBuffer()).equals(blob)).toBe(true);
  });

  it('a blob in one request: 408, and no upload is left of which nobody knows', async () => {
    const before = await world.database.db.selectFrom('upload_sessions').select('id').execute();
    const line = `POST /v2/acme/app/blobs/uploads/?digest=${digestOf(large)}`;
    const answer = await refused(head(line, large.length, 'X-Silent: 1'), large.subarray(0, 1000));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([408, tooSlow('BLOB_UPLOAD_INVALID')]);
    expect(await world.database.db.selectFrom('upload_sessions').select('id').execute()).toEqual(before);
  });

  it('a manifest: 408', async () => {
    const answer = await refused(head('PUT /v2/acme/app/manifests/v1', 100), '{');
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      408,
      { errors: [{ code: 'MANIFEST_INVALID', detail: { reason: 'manifest-too-slow' } }] },
    ]);
  });

  it('a form to the token endpoint: 408, in the words of both specifications', async () => {
    const answer = await refused(head('POST /token', 100), 'grant_type=');
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      408,
      { ...tooSlow('UNSUPPORTED'), error: 'invalid_request' },
    ]);
  });

  it('a body that nobody reads: 408', async () => {
    const answer = await refused(head('POST /api/whatever', 100, 'X-Silent: 1'), '{');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([408, tooSlow('UNSUPPORTED')]);
  });

  it('headers: 408', async () => {
    const answer = await refused('GET /v2/ HTTP/1.1\r\nHost: h\r\nX-Half');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([408, tooSlow('UNSUPPORTED')]);
  });
});
