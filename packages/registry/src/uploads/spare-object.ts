import type { Digest, RepositoryName } from '@wharf/oci';
import type { Core } from '../core.ts';

/**
 * Decides between two objects of one content: the one that the blob names, and the good one that was just pushed. The older
 * one stays, unless it is broken: then the new one takes its place, so that pushing an image again heals it.
 */
export async function settleSpare(
  { metadata, storage, log }: Pick<Core, 'metadata' | 'storage' | 'log'>,
  name: RepositoryName,
  { digest, size, spare }: { digest: Digest; size: number; spare: string },
): Promise<void> {
  const kept = (await metadata.findBlob(name, digest))?.storageKey;
  const facts = kept === undefined ? undefined : await storage.stat(kept);
  if (kept === undefined || facts?.size === size || !(await metadata.replaceBlobObject(digest, kept, spare))) {
    await storage.remove(spare);
    return;
  }
  log.warn({ digest, size, found: facts?.size, storageKey: spare }, 'a push healed a blob whose object was broken');
  await storage.remove(kept);
}
