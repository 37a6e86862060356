import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, randomNumbers, sha256 } from '../support/bytes.ts';
import { json } from '../support/http.ts';
import { type Content, contentOf, manifestOf } from '../support/images.ts';
import { errorOf, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

/** The server's clock runs so much faster: 12 seconds are four minutes, and the grace time of a minute is 3 seconds. */
const times = 20;
const loadMs = 12_000;
const graceMs = 60_000 / times;
const names = ['acme/one', 'acme/two', 'other/app'];

interface Run {
  job: { state: string; result: { bytes: number; blobs: number } | null };
}

describe.each(databases)('collection while clients push, mount and delete (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  beforeAll(async () => {
    const clock = new URL(`../support/fast-clock.mjs?times=${times}`, import.meta.url);
    scene = await openScene({
      database,
      organizations: ['acme', 'other'],
      env: {
        NODE_OPTIONS: `--import=${clock.href}`,
        WHARF_COLLECTION_SCHEDULE: 'never',
        WHARF_COLLECTION_GRACE_MINUTES: '1',
        WHARF_RECYCLE_BIN_DAYS: '0',
        WHARF_SESSION_IDLE_MINUTES: '43200',
      },
    });
    registry = await scene.registryFor(...names);
  });
  afterAll(() => scene?.close());

  /** Runs one and waits for its end; gives the bytes that it freed. */
  async function collect(dryRun = false): Promise<number> {
    const begun = await scene.console.request('POST', '/storage/collections', { dryRun });
    expect(begun.status).toBe(201);
    const { job: id } = json<{ job: string }>(begun);
    for (;;) {
      const job = json<Run['job']>(await scene.console.request('GET', `/jobs/${id}`));
      if (job.state === 'succeeded') return job.result?.bytes ?? Number.NaN;
      expect(['waiting', 'running']).toContain(job.state);
      await wait(100);
    }
  }

  async function bring(name: string, { bytes, descriptor: { digest } }: Content, from: string): Promise<string> {
    if ((await registry.head(`/${name}/blobs/${digest}`)).status === 200) return 'there';
    const mounted = await registry.call('POST', `/${name}/blobs/uploads/?mount=${digest}&from=${from}`);
    if (mounted.status === 201) return 'mounted';
    await registry.pushBlob(name, bytes, digest);
    return 'pushed';
  }

  async function diskBytes(): Promise<number> {
    const folder = join(scene.server.folder, 'data', 'blobs');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  it('never takes what a manifest names, and leaves on disk what the ledger names', { timeout: 120_000 }, async () => {
    const pool = Array.from({ length: 60 }, (_, index) =>
      contentOf(mediaTypes.ociLayerGzip, randomBytesOf(`collection/${index}`, 2000 + index * 100)),
    );
    const live = new Map<string, Content[]>();
    const outcomes = new Map<string, number>();
    const count = (what: string) => outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
    const end = Date.now() + loadMs;

    const push = async (worker: number) => {
      const random = randomNumbers(worker + 1);
      const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      for (let turn = 0; Date.now() < end; turn += 1) {
        const name = names[worker % names.length] as string;
        const parts = [any(pool.slice(0, 5)), any(pool), any(pool)];
        for (const part of parts) count(await bring(name, part, any(names)));
        const [config, ...layers] = parts as [Content, ...Content[]];
        const manifest = manifestOf(config, layers, { annotations: { turn: `${worker}/${turn}` } });
        const answer = await registry.putManifest(name, `w${worker}-${turn}`, manifest);
        expect(answer.status, answer.body.toString()).toBe(201);
        const key = `${name}/manifests/${manifest.descriptor.digest}`;
        live.set(key, parts);
        if (live.size > 20) {
          const old = [...live.keys()].find((each) => each.startsWith(`${name}/`) && each !== key);
          if (!old) continue;
          live.delete(old);
          expect((await registry.call('DELETE', `/${old}`)).status).toBe(202);
          count('deleted');
        }
      }
    };
    let freed = 0;
    const gather = async () => {
      while (Date.now() < end) freed += await collect();
    };
    await Promise.all([push(0), push(1), push(2), push(3), gather()]);

    // Most of what was in use is gone by now, so that much is left to be freed.
    for (const key of [...live.keys()].slice(6)) {
      expect((await registry.call('DELETE', `/${key}`)).status).toBe(202);
      live.delete(key);
    }
    await wait(graceMs + 1_000);
    const promised = await collect(true);
    expect(promised).toBeGreaterThan(0);
    expect(await collect()).toBe(promised);
    expect(await collect()).toBe(0);
    for (const what of ['there', 'mounted', 'pushed', 'deleted']) {
      expect([what, (outcomes.get(what) ?? 0) > 0]).toEqual([what, true]);
    }
    expect(freed + promised).toBeGreaterThan(0);

    for (const [key, parts] of live) {
      expect((await registry.get(`/${key}`)).status).toBe(200);
      const name = key.slice(0, key.indexOf('/manifests/'));
      for (const { descriptor } of parts) {
        const { status, body } = await registry.get(`/${name}/blobs/${descriptor.digest}`);
        expect([status, sha256(body)]).toEqual([200, descriptor.digest]);
      }
    }
    const { ledger } = json<{ ledger: Record<string, number> }>(await scene.console.request('GET', '/storage'));
    const needed = new Map([...live.values()].flat().map(({ descriptor }) => [descriptor.digest, descriptor.size]));
    const bytes = [...needed.values()].reduce((sum, size) => sum + size, 0);
    expect(await diskBytes()).toBe(bytes);
    expect(ledger).toMatchObject({ diskBytes: bytes, binBytes: 0, awaitingBytes: 0, uploadBytes: 0, orphanBytes: 0 });
    expect((ledger.uniqueBytes ?? 0) + (ledger.sharedBytes ?? 0)).toBe(bytes);
  });

  it('a check marks a blob whose bytes rotted; the next push heals it', { timeout: 60_000 }, async () => {
    const name = 'acme/one';
    const content = contentOf(mediaTypes.ociLayerGzip, randomBytesOf(`rot/${database}`, 54_321));
    const { digest } = content.descriptor;
    await registry.pushBlob(name, content.bytes, digest);
    const folder = join(scene.server.folder, 'data', 'blobs');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const file = join(entry.parentPath, entry.name);
      if ((await stat(file)).size === 54_321) await writeFile(file, Buffer.alloc(54_321));
    }
    const { job } = json<{ job: string }>(await scene.console.request('POST', '/storage/checks'));
    const seen = async () => json<Run['job']>(await scene.console.request('GET', `/jobs/${job}`));
    await expect.poll(async () => (await seen()).state, { timeout: 20_000 }).toBe('succeeded');
    expect((await seen()).result).toMatchObject({ broken: 1, missing: 0, damaged: [{ digest, damage: 'content' }] });
    const absent = await registry.head(`/${name}/blobs/${digest}`);
    expect(absent.status).toBe(404);
    expect(errorOf(await registry.get(`/${name}/blobs/${digest}`)).code).toBe('BLOB_UNKNOWN');
    await registry.pushBlob(name, content.bytes, digest);
    const healed = await registry.get(`/${name}/blobs/${digest}`);
    expect([healed.status, sha256(healed.body)]).toEqual([200, digest]);
  });
});
