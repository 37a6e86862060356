import type { Core } from './core.ts';
import { discardUpload } from './uploads/upload.ts';

const step = 200;

/**
 * Removes what no client waits for any more: upload sessions untouched since `staleBefore`, and stored objects that
 * neither a blob nor a session names (a crash between writing the bytes and naming them) that are as old. Idempotent; may run beside pushes.
 * @returns how many of each it removed
 */
export async function purgeUploads(
  core: Pick<Core, 'metadata' | 'storage' | 'log'>,
  { staleBefore }: { staleBefore: Date },
): Promise<{ sessions: number; objects: number }> {
  let sessions = 0;
  for (;;) {
    const stale = await core.metadata.listStaleUploads(staleBefore, step);
    for (const session of stale) await discardUpload(core, session);
    sessions += stale.length;
    if (stale.length < step) break;
  }
  const objects = await removeOrphans(core, staleBefore);
  if (sessions + objects > 0) core.log.info({ sessions, objects }, 'purged abandoned uploads');
  return { sessions, objects };
}

async function removeOrphans(
  { metadata, storage }: Pick<Core, 'metadata' | 'storage'>,
  staleBefore: Date,
): Promise<number> {
  let removed = 0;
  let keys: string[] = [];
  const check = async () => {
    for (const key of await metadata.findOrphans(keys)) {
      await storage.remove(key);
      removed += 1;
    }
    keys = [];
  };
  for await (const { key, modifiedAt } of storage.list('blobs/')) {
    if (modifiedAt < staleBefore) keys.push(key);
    if (keys.length === step) await check();
  }
  if (keys.length > 0) await check();
  return removed;
}
