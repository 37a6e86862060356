import { generateKeyPairSync } from 'node:crypto';
import type { RepositoryName } from '@wharf/oci';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthWorld, createAuthWorld } from '../testing/auth-world.ts';
import { createRegistryTokens, type TokenContent } from './registry-tokens.ts';
import { addSigningKey, createSigningKeys, rotateSigningKeys } from './signing-keys.ts';

const web = 'acme/web' as RepositoryName;
const content: TokenContent = {
  holder: { kind: 'user', id: 'user-1' },
  name: 'ann',
  access: [{ type: 'repository', name: web, actions: ['pull'] }],
  refused: [{ name: web, actions: ['push'] }],
  issuer: 'http://host',
  standing: { 'user:user-1': 0, 'credential:key-1': 7 },
};
const hour = 60 * 60 * 1000;

describe('registry tokens', () => {
  let world: AuthWorld;
  let clock = Date.parse('2026-11-24T12:00:00Z');
  const now = () => new Date(clock);
  const node = (database = world.database) =>
    createRegistryTokens(
      createSigningKeys(database, () => clock),
      5,
      now,
    );

  beforeAll(async () => {
    world = await createAuthWorld();
    await addSigningKey(world.database.db, now());
  });
  afterAll(() => world.remove());

  it('carries what the clients and the registry read', async () => {
    const { token, expiresInSeconds, issuedAt } = await node().issue(content, 'host');
    expect([expiresInSeconds, issuedAt]).toEqual([300, now()]);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    const { access, refused } = content;
    expect(decodeJwt(token)).toMatchObject({
      iss: 'http://host',
      aud: 'host',
      sub: 'user:user-1',
      name: 'ann',
      access,
      refused,
    });
  });

  it('ends with the credential that it was got by, when that is sooner', async () => {
    const tokens = node();
    const soon = await tokens.issue(content, 'host', clock + 61_500);
    expect([soon.expiresInSeconds, decodeJwt(soon.token).exp]).toEqual([61, Math.floor((clock + 61_500) / 1000)]);
    for (const until of [clock + hour, null]) {
      expect((await tokens.issue(content, 'host', until)).expiresInSeconds).toBe(300);
    }
  });

  it('is verified by every node, and answers without a promise the second time', async () => {
    const { token } = await node().issue(content, 'host');
    const other = node(await world.openAgain());
    expect(other.verify(token)).toBeInstanceOf(Promise);
    const verified = await other.verify(token);
    expect(verified?.content).toEqual(content);
    expect(verified?.allows('pull', web)).toBe(true);
    expect(verified?.allows('push', web)).toBe(false);
    expect(verified?.allows('pull', 'acme/db' as RepositoryName)).toBe(false);
    expect([verified?.refused('push', web), verified?.refused('delete', web)]).toEqual([true, false]);
    expect(other.verify(token)).toBe(verified);
  });

  it('ends at its time, also when it was remembered', async () => {
    const [tokens, later] = [node(), node()];
    const { token } = await tokens.issue(content, 'host');
    expect(await tokens.verify(token)).toBeDefined();
    clock += 5 * 60 * 1000 - 1;
    expect(tokens.verify(token)).toBeDefined();
    clock += 1;
    expect(tokens.verify(token)).toBeUndefined();
    expect(await later.verify(token)).toBeUndefined();
  });

  it('refuses what another key, no key or another purpose made', async () => {
    const tokens = node();
    const { token } = await tokens.issue(content, 'host');
    const claims = decodeJwt(token);
    const header = decodeProtectedHeader(token);
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const sign = (changes: object, key: Parameters<SignJWT['sign']>[0] = foreign) =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'ES256', ...changes }).sign(key);
    const own = (await createSigningKeys(world.database, () => clock).signer()).key;
    const [head = '', , signature = ''] = token.split('.');
    const widened = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    const forged = [
      await sign({}),
      await sign({ kid: 'unknown' }),
      await sign({ kid: undefined }),
      await sign({ typ: 'JWT' }, own),
      new UnsecuredJWT(claims).encode(),
      `${head}.${widened}.${signature}`,
      'not.a.token',
      'x',
      '',
    ];
    for (const each of forged) expect(await tokens.verify(each)).toBeUndefined();
    expect(await tokens.verify(await sign({}, own))).toBeDefined();
  });

  it('after a rotation signs with the new key, and the old one verifies until it is retired', async () => {
    const tokens = node();
    const before = await tokens.issue(content, 'host');
    const id = await rotateSigningKeys(world.database, now());
    clock += 60 * 1000;
    const after = await tokens.issue(content, 'host');
    expect(decodeProtectedHeader(after.token).kid).toBe(id);
    expect(decodeProtectedHeader(before.token).kid).not.toBe(id);
    const other = node();
    expect(await other.verify(before.token)).toBeDefined();
    expect(await other.verify(after.token)).toBeDefined();

    const keys = createSigningKeys(world.database, () => clock);
    const old = String(decodeProtectedHeader(before.token).kid);
    expect(await keys.verifier(old)).toBeDefined();
    clock += 2 * hour;
    expect(await keys.verifier(old)).toBeUndefined();
    expect(await keys.verifier(id)).toBeDefined();
  });
});
