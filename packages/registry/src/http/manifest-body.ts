import { on } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { RegistryError } from '../error.ts';
import { BodyCutOff } from '../uploads/receive.ts';

/** Time enough for a few megabytes, and an end for a client that sends a byte now and then to hold the memory. */
const deadlineMs = 60_000;

/**
 * Reads a manifest whole.
 * @param bounds.limit most bytes that are taken
 * @param bounds.withinMs for the whole body, however busy the connection is
 * @throws RegistryError MANIFEST_INVALID (413, 408), BodyCutOff. The connection stays: the client is to read why.
 */
export async function readManifestBody(
  req: IncomingMessage,
  { limit, withinMs = deadlineMs }: { limit: number; withinMs?: number | undefined },
): Promise<Uint8Array> {
  if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  if (req.destroyed) throw new BodyCutOff('the connection ended before the manifest did');
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), withinMs);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Not the stream's own iterator: leaving that one needs the next chunk, for which there may be no end of waiting.
    for await (const [chunk] of on(req, 'data', { signal: late.signal, close: ['end', 'close'] })) {
      size += (chunk as Uint8Array).byteLength;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk as Uint8Array);
    }
  } catch (error) {
    throw late.signal.aborted ? tooSlow(withinMs) : error;
  } finally {
    clearTimeout(timer);
  }
  if (!req.complete) throw new BodyCutOff('the connection ended before the manifest did');
  return Buffer.concat(chunks, size);
}

function tooLarge(limit: number): RegistryError {
  return new RegistryError(
    'MANIFEST_INVALID',
    `a manifest may have ${limit} bytes at most: large content belongs into blobs`,
    { reason: 'manifest-too-large', limit, remedy: 'large content belongs into blobs' },
    { status: 413 },
  );
}

function tooSlow(withinMs: number): RegistryError {
  return new RegistryError(
    'MANIFEST_INVALID',
    `the manifest did not come whole within ${withinMs / 1000} seconds`,
    { reason: 'manifest-too-slow' },
    { status: 408 },
  );
}
