import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openFsStorage } from '@wharf/storage/fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { indexLayer } from '../../layer-files/index-layer.ts';
import { putFileIndex } from '../../layer-files/queries.ts';
import { openLayer } from '../../layer-files/read-layer.ts';
import { layerTar } from '../../layer-files/testing/layer-tar.ts';

const large = randomBytes(9_000_000);
let folder: string;
let server: ConsoleServer;
let client: ConsoleClient;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wharf-files-'));
  const storage = await openFsStorage(folder);
  server = await startConsoleServer({ storage });
  const account = await server.createAccount('main');
  client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
  await server.createOrganization(account, 'team');
  const tar = layerTar([
    { path: 'first', content: randomBytes(2_000_000) },
    { path: 'large', content: large },
  ]);
  const { digest } = await pushImage(server.services, { name: 'team/web', layers: [gzipSync(tar, { level: 1 })] });
  address = `/api/organizations/team/repositories/web/manifests/${digest}/file?path=large`;
  const { db } = server.database;
  for (const blob of await db.selectFrom('blobs').selectAll().where('size', '>', 1_000).execute()) {
    const index = await indexLayer((await openLayer(storage, blob.storage_key)).tar);
    await putFileIndex(db, blob.digest, { state: 'ready', reason: null, ...index }, undefined, new Date());
  }
});
afterAll(async () => {
  await server.stop();
  await server.services.storage.close();
  await rm(folder, { recursive: true });
});

async function fetchFile(): Promise<Response> {
  return await fetch(`${server.url}${address}`, { headers: { cookie: client.cookie ?? '' } });
}

it('a large file out of the midst of a packed layer comes whole', async () => {
  const answer = await fetchFile();
  expect(Buffer.from(await answer.arrayBuffer()).equals(large)).toBe(true);
});

it('clients that leave make room for others', async () => {
  for (let round = 0; round < 6; round++) {
    await new Promise<void>((resolve, reject) => {
      const call = request(`${server.url}${address}`, { headers: { cookie: client.cookie } }, (answer) => {
        answer.once('data', () => call.destroy());
        answer.once('close', resolve);
        answer.once('error', () => {});
      });
      call.once('error', reject);
      call.end();
    });
  }
  await expect.poll(async () => (await fetchFile()).status, { timeout: 10_000 }).toBe(200);
  expect(server.logged).toEqual([]);
});
