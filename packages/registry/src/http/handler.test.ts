import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Core } from '../core.ts';
import { createHandler } from './handler.ts';

const errors: string[] = [];
/** Any look into the store fails, as PostgreSQL does over a NUL: refusals must come before it. */
const core = {
  access: { identify: () => ({ decide: () => ({ allowed: true }), catalogScope: () => ({ all: true }) }) },
  metadata: new Proxy({}, { get: () => async () => Promise.reject(new Error('invalid byte sequence')) }),
  log: { error: (_: object, message: string) => errors.push(message) },
} as unknown as Core;
const server = createServer(createHandler(core, { originOf: () => ({ url: '', host: '' }), addressOf: () => '' }));
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('input that nothing can match is refused before the store is asked', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  test.each([
    ['/v2/org/app/tags/list?last=%00', 400, 'UNSUPPORTED'],
    ['/v2/_catalog?last=a%00', 400, 'UNSUPPORTED'],
    [`/v2/org/app/referrers/${digest}?artifactType=%00`, 400, 'UNSUPPORTED'],
    ['/v2/org/app/blobs/uploads/%00', 404, 'BLOB_UPLOAD_UNKNOWN'],
    ['/v2/org/app/blobs/uploads/no-such-upload', 404, 'BLOB_UPLOAD_UNKNOWN'],
  ])('%s', async (path, status, code) => {
    const reply = await fetch(base + path);
    expect({ status: reply.status, body: await reply.json() }).toMatchObject({ status, body: { errors: [{ code }] } });
    expect(errors).toEqual([]);
  });
});
