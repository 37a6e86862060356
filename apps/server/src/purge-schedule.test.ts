import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetadata } from '@wharf/db';
import type { RepositoryName } from '@wharf/oci';
import { openFsStorage } from '@wharf/storage/fs';
import { expect, it, vi } from 'vitest';
import { startPurgeSchedule } from './purge-schedule.ts';
import { createAuthWorld } from './testing/auth-world.ts';

it('throws abandoned uploads away by itself, again and again, until it is stopped', async () => {
  const world = await createAuthWorld();
  const folder = await mkdtemp(join(tmpdir(), 'wharf-purge-'));
  const storage = await openFsStorage(folder);
  const metadata = createMetadata(world.database);
  await world.addOrganization(await world.addAccount('main'), 'acme');
  const name = 'acme/web' as RepositoryName;
  const errors: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (_facts: object, message: string) => errors.push(message) };

  async function abandonUpload(id: string): Promise<void> {
    const writer = await storage.openWriter(`blobs/${id}`, 0);
    await writer.write([Buffer.from('half a layer')]);
    await writer.close();
    await metadata.createUpload({ id, name, storageKey: `blobs/${id}`, startedAt: new Date() });
  }

  // Fails the first time: the schedule has to survive that.
  let failures = 1;
  const now = () => {
    if (failures-- > 0) throw new Error('no clock');
    return new Date(Date.now() + 1000);
  };
  const stop = startPurgeSchedule({ metadata, storage, log, now }, 0.0005);
  try {
    for (const id of ['first', 'second']) {
      await abandonUpload(id);
      await vi.waitFor(async () => expect(await metadata.findUpload(name, id)).toBeUndefined(), { timeout: 20_000 });
      await vi.waitFor(async () => expect(await readdir(join(folder, 'blobs'))).toEqual([]), { timeout: 20_000 });
    }
    expect(errors).toHaveLength(1);
  } finally {
    await stop();
  }
  await abandonUpload('third');
  expect(await metadata.findUpload(name, 'third')).toBeDefined();
  await storage.close();
  await world.remove();
  await rm(folder, { recursive: true });
});
