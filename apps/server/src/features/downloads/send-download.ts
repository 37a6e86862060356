import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ArchivePart } from '@wharf/image-archive';
import { type ByteRange, ClientGone, FlushedBody, type Log, parseRange, type StorageDriver } from '@wharf/registry';
import type { Download } from './plan-download.ts';

/**
 * Sends a download or the range of it that is asked for (RFC 9110, 13 and 14), each chunk when the kernel has the one
 * before. What is missing in storage cuts the connection off: the client must not take the file for whole.
 * @param sent told how many bytes of the file went out, also when it failed
 */
export async function sendDownload(
  request: IncomingMessage,
  response: ServerResponse,
  download: Download,
  { storage, log, sent }: { storage: StorageDriver; log: Log; sent: (bytes: number) => void },
): Promise<void> {
  const { size, etag, fileName } = download;
  response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  // A browser may keep what it has, to go on with it; whose it is, is asked each time.
  response.setHeader('Cache-Control', 'private, no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  const condition = request.headers['if-range'];
  const asked = condition === undefined || condition === etag ? parseRange(request.headers.range, size) : undefined;
  if (asked === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${size}`, 'Content-Length': '0' }).end();
    return;
  }
  const range = asked ?? { start: 0, end: size - 1 };
  response.writeHead(asked ? 206 : 200, {
    'Content-Type': 'application/x-tar',
    'Content-Length': range.end - range.start + 1,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    ...(asked ? { 'Content-Range': `bytes ${range.start}-${range.end}/${size}` } : {}),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const body = new FlushedBody(response);
  let bytes = 0;
  try {
    for await (const chunk of read(download, range, storage)) {
      await body.write(chunk);
      bytes += chunk.byteLength;
    }
    response.end();
  } catch (error) {
    if (!(error instanceof ClientGone)) log.error({ err: error, fileName, range, bytes }, 'a download was cut off');
    response.destroy();
  } finally {
    body.release();
    sent(bytes);
  }
}

/** A chunk is valid until the next one is asked for. */
async function* read(
  { parts, storageKeys }: Download,
  range: ByteRange,
  storage: StorageDriver,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const part of parts) {
    const start = Math.max(range.start - at, 0);
    const end = Math.min(range.end + 1 - at, part.size);
    at += part.size;
    if (end <= 0) return;
    if (start >= end) continue;
    if (part.bytes) yield part.bytes.subarray(start, end);
    else yield* readBlob(part, storageKeys, { start, end: end - 1 }, storage);
  }
}

async function* readBlob(
  { blob }: ArchivePart,
  storageKeys: Download['storageKeys'],
  range: ByteRange,
  storage: StorageDriver,
): AsyncGenerator<Uint8Array> {
  const key = blob && storageKeys.get(blob);
  if (!key) throw new Error(`no bytes are planned for ${blob}`);
  let left = range.end - range.start + 1;
  for await (const chunk of storage.read(key, range)) {
    left -= chunk.byteLength;
    yield chunk;
  }
  if (left !== 0) throw new Error(`the stored object of ${blob} is shorter than its blob`);
}
