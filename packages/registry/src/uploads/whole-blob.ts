import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Digest, digestAlgorithm, digestOf } from '@wharf/oci';
import type { Core } from '../core.ts';
import type { UploadSession } from '../ports/metadata.ts';
import { StorageFull } from '../ports/storage.ts';
import { gather } from './body-chunks.ts';
import { settleSpare } from './spare-object.ts';
import { newStorageKey } from './storage-key.ts';
import type { UploadBody } from './upload.ts';

/** Bytes of a blob that waits in memory until all of it is there: configs, signatures, small layers. */
const wholeBytes = 64 * 1024;

/** Far within the shortest age at which the purge takes an object that no row names for one left behind. */
const unnamedMs = 15_000;

/**
 * Makes a small blob, that one request brings into a new session, without claiming the session: its bytes go into an object
 * of their own, which nobody else can be writing, and one transaction puts that in the place of the session's.
 * @returns undefined when the blob stands; else a body of the same bytes, to go the usual way: it is large or was cut off, has
 * another digest, another request writes this session, or the disk is full or slow.
 */
export async function putWholeBlob(
  core: Core,
  session: UploadSession,
  body: UploadBody,
  digest: Digest,
): Promise<UploadBody | undefined> {
  const { length, range } = body;
  if (session.offset > 0 || range !== undefined || length === undefined || length > wholeBytes) return body;
  const { chunks, failure } = await gather(body.stream);
  if (failure !== undefined) return { ...body, stream: again(chunks, failure) };
  if (digestOfAll(chunks, digest) !== digest) return { ...body, stream: again(chunks) };

  const whole = newStorageKey();
  const begun = performance.now();
  const size = await store(core, whole, chunks);
  if (size !== undefined && performance.now() - begun < unnamedMs) {
    // When this throws, nobody knows whether the row stands: the object stays, for the purge to look at.
    const finished = await core.metadata.finishUpload({ id: session.id, digest, size, at: core.now(), whole });
    if (finished) {
      if (finished.spare) await settleSpare(core, session.name, { digest, size, spare: finished.spare });
      core.activity.received(session.name, size);
      return undefined;
    }
  }
  await core.storage.remove(whole);
  return { ...body, stream: again(chunks) };
}

/** Durably; gives the bytes stored, or undefined when the disk is full. */
async function store({ storage }: Core, key: string, chunks: Uint8Array[]): Promise<number | undefined> {
  try {
    const writer = await storage.openWriter(key, 0);
    try {
      await writer.write(chunks);
      await writer.sync();
      return writer.size;
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (error instanceof StorageFull) return undefined;
    await storage.remove(key);
    throw error;
  }
}

function digestOfAll(chunks: Uint8Array[], like: Digest): Digest {
  const algorithm = digestAlgorithm(like);
  const hash = createHash(algorithm);
  for (const chunk of chunks) hash.update(chunk);
  return digestOf(algorithm, hash.digest('hex'));
}

/** What was read, to be read again, up to where it failed. */
function again(chunks: Uint8Array[], failure?: unknown): Readable {
  async function* read() {
    yield* chunks;
    if (failure !== undefined) throw failure;
  }
  return Readable.from(read());
}
