import { setTimeout as wait } from 'node:timers/promises';
import type { Digest } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256 } from '../support/bytes.ts';
import { type Answer, header } from '../support/http.ts';
import { closing, octets, type Registry, registryAt } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { bearer } from '../support/tokens.ts';
import { vanish } from '../support/wire.ts';

const name = 'acme/resume';

describe.each(databases)('an upload goes on (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  let authorization: string;
  let round = 0;

  beforeAll(async () => {
    scene = await openScene({ database });
    authorization = await bearer(scene.server.url, [`repository:${name}:pull,push`], scene.login);
    registry = registryAt(scene.server.url, authorization);
  });
  afterAll(() => scene?.close());

  function fresh(length: number): { bytes: Buffer; digest: Digest } {
    round += 1;
    const bytes = randomBytesOf(`resume/${database}/${round}`, length);
    return { bytes, digest: sha256(bytes) };
  }
  function patch(location: string, bytes: Buffer, start: number): Promise<Answer> {
    const range = `${start}-${start + bytes.length - 1}`;
    return registry.call('PATCH', location, { body: bytes, headers: { ...octets, 'content-range': range } });
  }
  /** Bytes that the session says it holds. */
  async function held(location: string): Promise<number> {
    const answer = await registry.call('GET', location);
    expect(answer.status, answer.body.toString()).toBe(204);
    const range = header(answer, 'range');
    expect(range).toMatch(/^0-\d+$/);
    const last = Number(range.slice(2));
    return last === 0 ? 0 : last + 1;
  }
  async function finish(location: string, bytes: Buffer, digest: Digest, from: number): Promise<void> {
    const body = bytes.subarray(from);
    const answer = await registry.call('PUT', closing(location, digest), {
      body,
      headers: { ...octets, ...(body.length > 0 ? { 'content-range': `${from}-${bytes.length - 1}` } : {}) },
    });
    expect(answer.status, answer.body.toString()).toBe(201);
    const pulled = await registry.get(`/${name}/blobs/${digest}`);
    expect(pulled.body.equals(bytes)).toBe(true);
  }
  /** The head of a PATCH that promises `length` bytes. */
  function patchHead(location: string, length: number | 'chunked'): string {
    const size = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    return `PATCH ${new URL(location).pathname} HTTP/1.1\r\nHost: ${scene.server.host}\r\nAuthorization: ${authorization}\r\nContent-Type: application/octet-stream\r\n${size}\r\n\r\n`;
  }
  /** Waits for the server to notice that a client went. */
  async function heldAfterLoss(location: string, enough: number): Promise<number> {
    for (let left = 100; left > 0; left -= 1) {
      const bytes = await held(location);
      if (bytes >= enough) return bytes;
      await wait(50);
    }
    return held(location);
  }

  it.each(['SIGTERM', 'SIGKILL'])('after the server was ended by %s and started again', async (signal) => {
    const { bytes, digest } = fresh(600_000);
    const location = await registry.openUpload(name);
    expect((await patch(location, bytes.subarray(0, 200_000), 0)).status).toBe(202);
    expect((await patch(location, bytes.subarray(200_000, 450_000), 200_000)).status).toBe(202);
    if (signal === 'SIGTERM') await scene.server.stop();
    else await scene.server.kill9();
    await scene.server.start();
    expect(await held(location)).toBe(450_000);
    expect((await patch(location, bytes.subarray(0, 100), 0)).status).toBe(416);
    expect((await patch(location, bytes.subarray(450_000, 500_000), 450_000)).status).toBe(202);
    await finish(location, bytes, digest, 500_000);
  });

  it('after the server was killed in the middle of a chunk', async () => {
    const { bytes, digest } = fresh(2_000_000);
    const location = await registry.openUpload(name);
    expect((await patch(location, bytes.subarray(0, 500_000), 0)).status).toBe(202);
    const cut = vanish(scene.server.port, patchHead(location, 1_500_000), bytes.subarray(500_000, 1_200_000), 500);
    await wait(200);
    await scene.server.kill9();
    await cut;
    await scene.server.start();
    const offset = await held(location);
    expect(offset).toBeGreaterThanOrEqual(500_000);
    expect(offset).toBeLessThanOrEqual(1_200_000);
    await finish(location, bytes, digest, offset);
  });

  it.each(['with a length', 'chunked'])(
    'after a PATCH that was cut off (%s): the bytes that arrived are kept',
    async (way) => {
      const { bytes, digest } = fresh(1_000_000);
      const location = await registry.openUpload(name);
      const part = bytes.subarray(0, 400_000);
      if (way === 'chunked') {
        const frame = Buffer.concat([Buffer.from(`${(400_000).toString(16)}\r\n`), part, Buffer.from('\r\n')]);
        await vanish(scene.server.port, patchHead(location, 'chunked'), frame);
      } else {
        await vanish(scene.server.port, patchHead(location, bytes.length), part);
      }
      const offset = await heldAfterLoss(location, 400_000);
      expect(offset).toBe(400_000);
      expect((await patch(location, bytes.subarray(offset, 900_000), offset)).status).toBe(202);
      await finish(location, bytes, digest, 900_000);
    },
  );

  it('after a final PUT that was cut off', async () => {
    const { bytes, digest } = fresh(1_000_000);
    const location = await registry.openUpload(name);
    const head = patchHead(`${location}`, bytes.length).replace(/^PATCH (\S+)/, `PUT $1?digest=${digest}`);
    await vanish(scene.server.port, head, bytes.subarray(0, 300_000));
    const offset = await heldAfterLoss(location, 300_000);
    expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
    await finish(location, bytes, digest, offset);
  });

  it('when three requests send the same chunk at once: the newest takes over, the bytes stay right', async () => {
    const { bytes, digest } = fresh(3_000_000);
    const location = await registry.openUpload(name);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => patch(location, bytes.subarray(0, 2_000_000), 0)));
    // The others are cut off, or told where the upload stands or that it is taken.
    const statuses = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.status] : []));
    for (const status of statuses) expect([202, 409, 416]).toContain(status);
    expect(statuses.filter((status) => status === 202).length).toBeLessThanOrEqual(1);
    const offset = await heldAfterLoss(location, 2_000_000);
    expect(offset).toBeLessThanOrEqual(2_000_000);
    await finish(location, bytes, digest, offset);
  });

  it('ends on SIGTERM although a client stalls, and keeps what that client sent', async () => {
    const { bytes, digest } = fresh(500_000);
    const location = await registry.openUpload(name);
    const stalled = vanish(scene.server.port, patchHead(location, bytes.length), bytes.subarray(0, 100_000), 3_000);
    await wait(300);
    await scene.server.stop();
    await stalled;
    await scene.server.start();
    const offset = await held(location);
    expect(offset).toBeLessThanOrEqual(100_000);
    await finish(location, bytes, digest, offset);
  });

  it('over several server processes', async () => {
    await scene.server.stop();
    await scene.server.start({ WHARF_PROCESSES: '2' });
    const { bytes, digest } = fresh(1_200_000);
    const location = await registry.openUpload(name);
    const step = 60_000;
    for (let start = 0; start < bytes.length; start += step) {
      const answer = await patch(location, bytes.subarray(start, start + step), start);
      expect(answer.status, `at ${start}: ${answer.body}`).toBe(202);
      expect(header(answer, 'range')).toBe(`0-${start + step - 1}`);
    }
    // The workers must go with the one that was killed, or the port stays taken.
    await scene.server.kill9();
    await scene.server.start({ WHARF_PROCESSES: '1' });
    expect(await held(location)).toBe(bytes.length);
    await finish(location, bytes, digest, bytes.length);
  });
});
