import type { ServerResponse } from 'node:http';
import type { Digest } from '@wharf/oci';
import { RegistryError } from '../error.ts';
import type { BlobRecord } from '../ports/metadata.ts';
import { type ByteRange, ObjectNotFound } from '../ports/storage.ts';
import { digestOfPath, type Exchange } from './exchange.ts';
import { parseRange } from './range.ts';
import { sendEmpty } from './respond.ts';

/** end-2, GET and HEAD. Only a blob that this very repository holds: never one that merely lies on the server. */
export async function getBlob(exchange: Exchange): Promise<void> {
  const { core, req, res, name } = exchange;
  const digest = digestOfPath(exchange);
  const blob = await core.metadata.findBlob(name, digest);
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
    res.writeHead(range ? 206 : 200, {
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
  await sendObject(exchange, blob, range, send);
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
  range: ByteRange | undefined,
  send: () => void,
): Promise<void> {
  let sent = 0;
  try {
    // With both ends named, the driver sizes its buffers and need not look for the end.
    for await (const chunk of core.storage.read(blob.storageKey, range ?? { start: 0, end: blob.size - 1 })) {
      if (sent === 0) send();
      await writeFlushed(res, chunk);
      sent += chunk.byteLength;
    }
    res.end();
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    core.log.error({ digest: blob.digest, storageKey: blob.storageKey }, 'the bytes of a blob are missing');
    throw blobUnknown(name, blob.digest);
  } finally {
    core.activity.sent(name, sent);
  }
}

/** The client closed the connection before the answer was through. */
export class ClientGone extends Error {
  override name = 'ClientGone';
}

/** Resolves when the kernel has the bytes: only then may the driver use the chunk's buffer again. */
function writeFlushed(res: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (res.destroyed) {
      reject(new ClientGone());
      return;
    }
    res.write(chunk, (error) => (error ? reject(new ClientGone('', { cause: error })) : resolve()));
  });
}

/** end-10: the blob leaves this repository; its bytes wait for collection. */
export async function removeBlob(exchange: Exchange): Promise<void> {
  const { core, res, name } = exchange;
  const digest = digestOfPath(exchange);
  const removed = await core.metadata.removeBlob(name, digest);
  if (removed === 'unknown') throw blobUnknown(name, digest);
  if (removed !== 'removed') {
    throw new RegistryError(
      'UNSUPPORTED',
      `the manifest ${removed.keptBy} needs this blob: delete the manifest first`,
      {
        reason: 'blob-in-use',
        manifest: removed.keptBy,
      },
    );
  }
  sendEmpty(res, 202);
}

function blobUnknown(name: string, digest: Digest): RegistryError {
  return new RegistryError('BLOB_UNKNOWN', `${name} does not hold the blob ${digest}`, {
    reason: 'blob-unknown',
    digest,
  });
}
