import { createHash } from 'node:crypto';
import { digestAlgorithm, digestOf } from '@wharf/oci';
import type { CheckedBlob, Collection } from '../ports/collection.ts';
import type { Metadata } from '../ports/metadata.ts';
import { ObjectNotFound, type StorageDriver } from '../ports/storage.ts';

/** What is wrong with a blob's object. */
export type Damage = 'missing' | 'size' | 'content';

export interface DamagedBlob extends CheckedBlob {
  damage: Damage;
}

export interface BlobCheck {
  signal?: AbortSignal;
  /** Objects younger than this may belong to something that is just being written. */
  orphansBefore: Date;
  now(): Date;
  progress?(progress: { blobs: number; bytes: number; totalBlobs: number }): void;
  damaged?(blob: DamagedBlob): void;
  orphan?(object: { key: string; size: number }): void;
}

export interface BlobCheckResult {
  blobs: number;
  bytes: number;
  /** Of those: no object, another size, other bytes. */
  missing: number;
  broken: number;
  /** Marked as broken before, found whole now. */
  healed: number;
  /** Objects that nothing names. */
  orphans: number;
  orphanBytes: number;
}

export interface BlobCheckParts {
  collection: Collection;
  metadata: Pick<Metadata, 'findOrphans'>;
  storage: StorageDriver;
}

const stepSize = 200;

/**
 * Hashes every stored blob again, at the memory of one chunk, and marks what is damaged: to clients it is absent from then on, so that
 * the next push brings good bytes. Pushes and collection may go on meanwhile.
 * @throws the signal's reason when it aborts
 */
export async function checkBlobs(parts: BlobCheckParts, check: BlobCheck): Promise<BlobCheckResult> {
  const result = { blobs: 0, bytes: 0, missing: 0, broken: 0, healed: 0, orphans: 0, orphanBytes: 0 };
  const totalBlobs = await parts.collection.countBlobs();
  for (let after: string | undefined; ; ) {
    const blobs = await parts.collection.listBlobs(after, stepSize);
    for (const blob of blobs) {
      check.signal?.throwIfAborted();
      const damage = await damageOf(parts.storage, blob, (bytes) => {
        result.bytes += bytes;
        check.progress?.({ ...result, totalBlobs });
        check.signal?.throwIfAborted();
      });
      result.blobs += 1;
      await note(parts, check, blob, damage, result);
    }
    after = blobs.at(-1)?.digest;
    if (blobs.length < stepSize) break;
  }
  await countOrphans(parts, check, result);
  return result;
}

async function note(
  { collection }: BlobCheckParts,
  check: BlobCheck,
  blob: CheckedBlob,
  damage: Damage | undefined,
  result: BlobCheckResult,
): Promise<void> {
  const { digest, storageKey, broken } = blob;
  if (!damage) {
    if (broken && (await collection.markBlob(digest, storageKey, undefined))) result.healed += 1;
    return;
  }
  // Not when it was collected, or pushed anew, while it was read.
  if (!broken && !(await collection.markBlob(digest, storageKey, check.now()))) return;
  result[damage === 'missing' ? 'missing' : 'broken'] += 1;
  check.damaged?.({ ...blob, damage });
}

async function damageOf(
  storage: StorageDriver,
  { digest, size, storageKey }: CheckedBlob,
  read: (bytes: number) => void,
): Promise<Damage | undefined> {
  const facts = await storage.stat(storageKey);
  if (!facts) return 'missing';
  if (facts.size !== size) return 'size';
  const algorithm = digestAlgorithm(digest);
  const hash = createHash(algorithm);
  try {
    for await (const chunk of storage.read(storageKey)) {
      hash.update(chunk);
      read(chunk.byteLength);
    }
  } catch (error) {
    if (error instanceof ObjectNotFound) return 'missing';
    throw error;
  }
  return digestOf(algorithm, hash.digest('hex')) === digest ? undefined : 'content';
}

async function countOrphans(
  { metadata, storage }: BlobCheckParts,
  { orphansBefore, orphan, signal }: BlobCheck,
  result: BlobCheckResult,
): Promise<void> {
  let objects = new Map<string, number>();
  const settle = async () => {
    for (const key of await metadata.findOrphans([...objects.keys()])) {
      const size = objects.get(key) ?? 0;
      result.orphans += 1;
      result.orphanBytes += size;
      orphan?.({ key, size });
    }
    objects = new Map();
  };
  for await (const { key, size, modifiedAt } of storage.list('blobs/')) {
    signal?.throwIfAborted();
    if (modifiedAt < orphansBefore) objects.set(key, size);
    if (objects.size === stepSize) await settle();
  }
  if (objects.size > 0) await settle();
}
