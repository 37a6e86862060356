import { Readable } from 'node:stream';
import type { Digest, RepositoryName } from '@wharf/oci';
import type { Core } from './core.ts';
import { type ManifestPush, type PushedManifest, pushManifest } from './manifests.ts';
import { BodyCutOff } from './uploads/receive.ts';
import { appendUpload, discardUpload, finishUpload, getUpload, startUpload } from './uploads/upload.ts';

/** What an upload session holds, for as long as it belongs to one reader. */
export interface HeldUpload {
  /** Bytes. */
  size: number;
  /** A chunk is valid only until the next one is asked for. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * Pushing from within the server: the way a client pushes, with the same promises, but none of it counts as bytes that a
 * client sent.
 */
export interface Pushing {
  /**
   * Makes a blob of bytes that come (chunks may be used again). When `bytes` throws there is no blob, and that is thrown.
   * @throws RegistryError DIGEST_INVALID when `claimed` is another digest than theirs; NAME_UNKNOWN; QuotaExceeded
   */
  putBlob(
    name: RepositoryName,
    bytes: AsyncIterable<Uint8Array>,
    claimed?: Digest,
  ): Promise<{ digest: Digest; size: number }>;
  /** Whether `from` held the blob, which is now one of `to`. */
  mountBlob(from: RepositoryName, to: RepositoryName, digest: Digest): Promise<boolean>;
  /** @throws RegistryError MANIFEST_INVALID, MANIFEST_BLOB_UNKNOWN, NAME_UNKNOWN; QuotaExceeded */
  putManifest(push: ManifestPush): Promise<PushedManifest>;
  /**
   * Gives what a client's upload holds to `work`, then removes the upload. Nobody else writes it meanwhile; when `work`
   * throws, the upload stays.
   * @param stop called when a client takes the upload back or cancels it: `work` is to end
   * @throws RegistryError BLOB_UPLOAD_UNKNOWN
   */
  consumeUpload<T>(
    name: RepositoryName,
    id: string,
    stop: () => void,
    work: (upload: HeldUpload) => Promise<T>,
  ): Promise<T>;
  discardUpload(name: RepositoryName, id: string): Promise<void>;
}

export function createPushing(shared: Core): Pushing {
  const core: Core = { ...shared, activity: { pulled() {}, sent() {}, received() {} } };
  return {
    putBlob: (name, bytes, claimed) => putBlob(core, name, bytes, claimed),
    mountBlob: async (from, to, digest) => (await core.metadata.mountBlob(from, to, digest, core.now())) !== undefined,
    putManifest: (push) => pushManifest(core, push),
    discardUpload: (name, id) => discardUpload(core, { name, id }),
    async consumeUpload(name, id, stop, work) {
      await getUpload(core, name, id);
      return core.writers.exclusively(id, stop, async (claim) => {
        const { offset, storageKey } = await getUpload(core, name, id);
        const read = () => (offset === 0 ? nothing() : core.storage.read(storageKey, { start: 0, end: offset - 1 }));
        const result = await work({ size: offset, read });
        await claim.settle();
        await discardUpload(core, { name, id });
        return result;
      });
    },
  };
}

async function putBlob(core: Core, name: RepositoryName, bytes: AsyncIterable<Uint8Array>, claimed?: Digest) {
  await core.metadata.checkQuota(name);
  const started = await startUpload(core, name);
  try {
    const size = await appendUpload(core, started, bodyOf(copied(bytes)));
    const session = await getUpload(core, name, started.id);
    const digest = claimed ?? session.digest;
    await finishUpload(core, session, bodyOf(nothing()), digest);
    return { digest, size };
  } catch (error) {
    await discardUpload(core, started);
    throw error instanceof BodyCutOff ? error.cause : error;
  }
}

function bodyOf(bytes: AsyncIterable<Uint8Array>) {
  // A few chunks ahead: they are of any size.
  const stream = Readable.from(bytes, { objectMode: true, highWaterMark: 2 });
  return {
    stream,
    range: undefined,
    length: undefined,
    stop: () => stream.destroy(new Error('the upload was stopped')),
  };
}

/** The batches of a write hold chunks while the next ones come. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) if (chunk.byteLength > 0) yield Uint8Array.from(chunk);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
