import type { Digest, RepositoryName } from '@wharf/oci';
import { RegistryError } from '../error.ts';
import type { BlobRecord } from '../ports/metadata.ts';
import { type ByteRange, ObjectNotFound } from '../ports/storage.ts';
import { digestOfPath, type Exchange } from './exchange.ts';
import { FlushedBody } from './flushed-body.ts';
import { parseRange } from './range.ts';
import { sendEmpty, writeHead } from './respond.ts';

/** end-2, GET and HEAD. Only a blob that this very repository holds: never one that merely lies on the server. */
export async function getBlob(exchange: Exchange): Promise<void> {
  const { core, req, res, name } = exchange;
  const digest = digestOfPath(exchange);
  const blob = req.method === 'HEAD' ? await holdBlob(core, name, digest) : await core.metadata.findBlob(name, digest);
  if (!blob) throw blobUnknown(name, digest);
  const etag = `"${digest}"`;
  const headers = { 'Docker-Content-Digest': digest, 'Accept-Ranges': 'bytes', ETag: etag };
  if (req.headers['if-none-match'] === etag) {
    sendEmpty(res, 304, headers);
    return;
  }
  const range = rangeWanted(exchange, blob, etag);
  const length = range ? range.end - range.start + 1 : blob.size;
  const send = () =>
    writeHead(res, range ? 206 : 200, {
      ...headers,
      'Content-Type': 'application/octet-stream',
      'Content-Length': length,
      ...(range ? { 'Content-Range': `bytes ${range.start}-${range.end}/${blob.size}` } : {}),
    });
  if (req.method === 'HEAD' || length === 0) {
    send();
    res.end();
    return;
  }
  await sendObject(exchange, blob, range ?? { start: 0, end: blob.size - 1 }, send);
}

const usualTouchMs = 5 * 60 * 1000;

/** Who asks whether a blob is there will not send it: from now on it has to stay for the grace time of collection. */
function holdBlob({ metadata, limits, now }: Exchange['core'], name: RepositoryName, digest: Digest) {
  const at = now();
  return metadata.holdBlob(name, digest, at, new Date(at.getTime() - (limits.touchMs ?? usualTouchMs)));
}

function rangeWanted({ req }: Exchange, blob: BlobRecord, etag: string): ByteRange | undefined {
  const condition = req.headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const range = parseRange(req.headers.range, blob.size);
  if (range !== 'unsatisfiable') return range;
  throw new RegistryError(
    'SIZE_INVALID',
    `the blob has ${blob.size} bytes: the range asked for lies outside`,
    { reason: 'range-outside', size: blob.size },
    { status: 416, headers: { 'Content-Range': `bytes */${blob.size}` } },
  );
}

async function sendObject(
  { core, res, name }: Exchange,
  blob: BlobRecord,
  /** Both ends named: so the driver sizes its buffers and need not look for the end. */
  range: ByteRange,
  send: () => void,
): Promise<void> {
  const { digest, storageKey } = blob;
  const body = new FlushedBody(res);
  let sent = 0;
  try {
    for await (const chunk of core.storage.read(storageKey, range)) {
      if (sent === 0) send();
      await body.write(chunk);
      sent += chunk.byteLength;
    }
    if (sent === range.end - range.start + 1) {
      res.end();
      return;
    }
    core.log.error({ digest, storageKey, size: blob.size, range, sent }, 'a stored object is shorter than its blob');
    if (sent === 0) throw blobUnknown(name, digest);
    // The answer has begun: cut off, so that the client does not take it for whole.
    res.destroy();
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    core.log.error({ digest, storageKey }, 'the bytes of a blob are missing');
    throw blobUnknown(name, digest);
  } finally {
    body.release();
    core.activity.sent(name, sent);
  }
}

/** end-10: the blob leaves this repository; its bytes wait for collection. */
export async function removeBlob(exchange: Exchange): Promise<void> {
  const { core, res, name } = exchange;
  const digest = digestOfPath(exchange);
  const removed = await core.metadata.removeBlob(name, digest, exchange.caller.author, core.now());
  if (removed === 'unknown') throw blobUnknown(name, digest);
  if (removed !== 'removed') {
    const { keptBy, inRecycleBin } = removed;
    throw new RegistryError('UNSUPPORTED', `the ${inRecycleBin ? 'deleted ' : ''}manifest ${keptBy} needs this blob`, {
      reason: inRecycleBin ? 'blob-in-recycle-bin' : 'blob-in-use',
      manifest: keptBy,
    });
  }
  sendEmpty(res, 202);
}

function blobUnknown(name: string, digest: Digest): RegistryError {
  return new RegistryError('BLOB_UNKNOWN', `${name} does not hold the blob ${digest}`, {
    reason: 'blob-unknown',
    digest,
  });
}
