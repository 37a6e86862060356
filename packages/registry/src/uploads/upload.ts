import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Digest, digestAlgorithm, type RepositoryName } from '@wharf/oci';
import type { Core } from '../core.ts';
import { RegistryError } from '../error.ts';
import type { UploadSession } from '../ports/metadata.ts';
import { ObjectNotFound, type ObjectWriter, StorageFull } from '../ports/storage.ts';
import { BodyStalled } from './body-chunks.ts';
import { ProgressHash } from './progress-hash.ts';
import { BodyCutOff, receive } from './receive.ts';
import { settleSpare } from './spare-object.ts';
import { newStorageKey } from './storage-key.ts';
import { type Claim, uploadBusy } from './upload-writers.ts';
import { putWholeBlob } from './whole-blob.ts';

/** A request's body, as far as an upload looks at it. */
export interface UploadBody {
  stream: Readable;
  /** The bytes that `Content-Range` names, both included. */
  range: { start: number; end: number } | undefined;
  /** `Content-Length`, when there is one. */
  length: number | undefined;
  /** Ends the request; called when a newer request takes the session over. */
  stop(): void;
}

/** @throws RegistryError NAME_UNKNOWN when the organization is gone. */
export async function startUpload(core: Core, name: RepositoryName): Promise<UploadSession> {
  const session = { id: randomUUID(), name, storageKey: newStorageKey(), startedAt: core.now() };
  const started = await core.metadata.createUpload(session);
  if (!started) {
    throw new RegistryError('NAME_UNKNOWN', `the organization of ${name} does not exist`, {
      reason: 'organization-unknown',
    });
  }
  return started;
}

/** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
export async function getUpload(core: Core, name: RepositoryName, id: string): Promise<UploadSession> {
  const session = await core.metadata.findUpload(name, id);
  if (!session) throw unknownUpload();
  return session;
}

/**
 * Appends a body to a session. When the client goes away or stops sending, what came is kept and the session can go on.
 * @returns the bytes that the session holds now.
 * @throws RegistryError BLOB_UPLOAD_INVALID (416) for bytes that do not begin where the session ends, (408) for a body that stalls
 */
export function appendUpload(core: Core, session: UploadSession, body: UploadBody): Promise<number> {
  return write(core, session, body, undefined, async (writer, hash, claim) => {
    await writer.close();
    await save(core, session, hash, claim);
    return hash.bytes;
  });
}

/**
 * Appends what the body holds and turns the session into the blob `digest`, durably.
 * @throws RegistryError DIGEST_INVALID when the bytes are others; the session is over then.
 */
export async function finishUpload(
  core: Core,
  session: UploadSession,
  body: UploadBody,
  digest: Digest,
): Promise<void> {
  const left = await putWholeBlob(core, session, body, digest);
  if (left) await finishWritten(core, session, left, digest);
}

function finishWritten(core: Core, session: UploadSession, body: UploadBody, digest: Digest): Promise<void> {
  return write(core, session, body, digest, async (writer, hash, claim) => {
    const algorithm = digestAlgorithm(digest);
    const found =
      hash.digest(algorithm) ??
      (await ProgressHash.ofObject(core.storage, session.storageKey, hash.bytes, digest)).digest(algorithm);
    if (found !== digest) {
      await writer.close();
      await claim.settle();
      await discardUpload(core, session);
      throw new RegistryError('DIGEST_INVALID', `the bytes that came have the digest ${found}, not ${digest}`, {
        reason: 'digest-differs',
        digest,
        found,
        size: hash.bytes,
      });
    }
    await writer.sync();
    await writer.close();
    await claim.settle();
    const { id, name } = session;
    const finish = { id, writer: claim.writer, digest, size: hash.bytes, at: core.now() };
    const finished = await core.metadata.finishUpload(finish);
    if (!finished) throw unknownUpload();
    if (finished.spare) await settleSpare(core, name, { digest, size: hash.bytes, spare: finished.spare });
  });
}

/** Forgets a session and its bytes. */
export async function discardUpload(
  core: Pick<Core, 'metadata' | 'storage'>,
  session: { name: RepositoryName; id: string },
): Promise<void> {
  const key = await core.metadata.removeUpload(session.name, session.id);
  if (key) await core.storage.remove(key);
}

type WithBytes<T> = (writer: ObjectWriter, hash: ProgressHash, claim: Claim) => Promise<T>;

function write<T>(
  core: Core,
  found: UploadSession,
  body: UploadBody,
  claimed: Digest | undefined,
  then: WithBytes<T>,
): Promise<T> {
  return core.writers.exclusively(found.id, body.stop, async (claim) => {
    // Read again under the claim: the offset may have moved since the session was found.
    const session = await getUpload(core, found.name, found.id);
    checkRange(session, body);
    const { writer, hash } = await open(core, session, claimed);
    const before = hash.bytes;
    try {
      await takeBody(core, session, body, writer, hash, claim);
      const result = await then(writer, hash, claim);
      core.activity.received(session.name, hash.bytes - before);
      return result;
    } catch (error) {
      await writer.close();
      if (error instanceof BodyStalled) throw tooSlow(session.id, hash.bytes);
      throw error instanceof StorageFull ? storageFull() : error;
    }
  });
}

async function takeBody(
  core: Core,
  session: UploadSession,
  body: UploadBody,
  writer: ObjectWriter,
  hash: ProgressHash,
  claim: Claim,
): Promise<void> {
  const before = hash.copy();
  try {
    await receive(body.stream, writer, hash);
    checkLength(hash.bytes - before.bytes, body);
  } catch (error) {
    await writer.close();
    if (error instanceof BodyCutOff || error instanceof BodyStalled) await save(core, session, hash, claim);
    // The next request cuts the object back to where this one began: it need not hash all of it again for that.
    else core.writers.keepHash(session.id, before);
    throw error;
  }
}

async function save(core: Core, session: UploadSession, hash: ProgressHash, claim: Claim): Promise<void> {
  const digest = hash.digest('sha256') as Digest;
  await claim.settle();
  const progress = { offset: hash.bytes, digest, at: core.now() };
  if (!(await core.metadata.saveUpload(session.id, claim.writer, progress))) throw uploadBusy();
  core.writers.keepHash(session.id, hash);
}

async function open(core: Core, session: UploadSession, claimed: Digest | undefined) {
  const { storage, writers } = core;
  try {
    const writer = await storage.openWriter(session.storageKey, session.offset);
    try {
      const hash =
        writers.takeHash(session.id, session.offset) ??
        (await ProgressHash.ofObject(storage, session.storageKey, session.offset, claimed));
      if (hash.digest('sha256') === session.digest) return { writer, hash };
    } catch (error) {
      await writer.close();
      throw error;
    }
    await writer.close();
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
  }
  // After a loss of power the object may be shorter than its row says: those bytes were never acknowledged as a blob.
  await discardUpload(core, session);
  throw new RegistryError('BLOB_UPLOAD_UNKNOWN', 'the bytes of this upload were lost', {
    reason: 'upload-damaged',
  });
}

function checkRange(session: UploadSession, body: UploadBody): void {
  if (body.range === undefined) return;
  const { start, end } = body.range;
  if (start !== session.offset) {
    throw new RegistryError(
      'BLOB_UPLOAD_INVALID',
      `this upload holds ${session.offset} bytes, but the bytes that came begin at ${start}`,
      { reason: 'range-out-of-order', offset: session.offset },
      { status: 416, headers: { Range: rangeOf(session.offset), 'Docker-Upload-UUID': session.id } },
    );
  }
  if (body.length !== undefined && body.length !== end - start + 1) {
    throw new RegistryError(
      'SIZE_INVALID',
      `Content-Range names ${end - start + 1} bytes but Content-Length is ${body.length}`,
      { reason: 'size-differs' },
    );
  }
}

function checkLength(received: number, body: UploadBody): void {
  if (body.range && received !== body.range.end - body.range.start + 1) {
    throw new RegistryError(
      'SIZE_INVALID',
      `Content-Range names ${body.range.end - body.range.start + 1} bytes but ${received} came`,
      { reason: 'size-differs' },
    );
  }
}

/** `Range` of an upload: distribution spec, "Pushing a blob in chunks": both ends included, `0-0` for none. */
export function rangeOf(offset: number): string {
  return `0-${Math.max(0, offset - 1)}`;
}

export function unknownUpload(): RegistryError {
  return new RegistryError(
    'BLOB_UPLOAD_UNKNOWN',
    'this upload does not exist: it was finished, cancelled, or left alone too long',
    {
      reason: 'upload-unknown',
    },
  );
}

function tooSlow(id: string, offset: number): RegistryError {
  return new RegistryError(
    'BLOB_UPLOAD_INVALID',
    `no more bytes came for too long, after the first ${offset}`,
    { reason: 'too-slow', offset },
    { status: 408, headers: { Range: rangeOf(offset), 'Docker-Upload-UUID': id } },
  );
}

function storageFull(): RegistryError {
  return new RegistryError(
    'BLOB_UPLOAD_INVALID',
    "the registry's storage is full",
    { reason: 'storage-full' },
    { status: 507 },
  );
}
