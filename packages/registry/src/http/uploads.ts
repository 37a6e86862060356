import { parseDigest, parseRepositoryName } from '@wharf/oci';
import { RegistryError } from '../error.ts';
import type { UploadSession } from '../ports/metadata.ts';
import {
  appendUpload,
  discardUpload,
  finishUpload,
  getUpload,
  rangeOf,
  startUpload,
  type UploadBody,
  unknownUpload,
} from '../uploads/upload.ts';
import { checkDigest, type Exchange } from './exchange.ts';
import { parseChunkRange } from './range.ts';
import { sendEmpty } from './respond.ts';

/** end-4a, end-4b, end-11: begins an upload, takes a whole blob in one request, or mounts one that the caller can already read. */
export async function postUpload(exchange: Exchange): Promise<void> {
  const { core, res, name, query } = exchange;
  if (query.has('mount') && (await mount(exchange))) return;
  if (!query.has('digest')) {
    const session = await startUpload(core, name);
    sendEmpty(res, 202, sessionHeaders(exchange, session.id, 0));
    return;
  }
  const digest = checkDigest(query.get('digest'));
  const session = await startUpload(core, name);
  try {
    await finishUpload(core, session, bodyOf(exchange), digest);
  } catch (error) {
    // The client was never told of this session, so nobody can go on with it.
    await discardUpload(core, session);
    throw error;
  }
  sendEmpty(res, 201, blobHeaders(exchange, digest));
}

/**
 * Whether a mount was made. From a repository that the caller may not pull from it is as if the blob were absent;
 * without `from`, only what this repository holds already counts.
 */
async function mount(exchange: Exchange): Promise<boolean> {
  const { core, res, name, query, caller } = exchange;
  const digest = parseDigest(query.get('mount') ?? '');
  const from = query.has('from') ? parseRepositoryName(query.get('from') ?? '') : name;
  if (!digest || !from) return false;
  if (from !== name && !(await caller.decide('pull', from)).allowed) return false;
  const mounted = await core.metadata.mountBlob(from, name, digest, core.now());
  if (!mounted) return false;
  sendEmpty(res, 201, blobHeaders(exchange, digest));
  return true;
}

/** end-13: how far an upload has come. */
export async function getUploadStatus(exchange: Exchange): Promise<void> {
  const session = await sessionOf(exchange);
  sendEmpty(exchange.res, 204, sessionHeaders(exchange, session.id, session.offset));
}

/** end-5: appends a chunk, or a stream of unknown length. */
export async function patchUpload(exchange: Exchange): Promise<void> {
  const session = await sessionOf(exchange);
  const offset = await appendUpload(exchange.core, session, bodyOf(exchange));
  sendEmpty(exchange.res, 202, sessionHeaders(exchange, session.id, offset));
}

/** end-6: takes the last bytes, if any, and closes the upload. */
export async function putUpload(exchange: Exchange): Promise<void> {
  const digest = checkDigest(exchange.query.get('digest'));
  const session = await sessionOf(exchange);
  await finishUpload(exchange.core, session, bodyOf(exchange), digest);
  sendEmpty(exchange.res, 201, blobHeaders(exchange, digest));
}

/** end-14: gives an upload up. */
export async function removeUpload(exchange: Exchange): Promise<void> {
  const session = await sessionOf(exchange);
  await exchange.core.writers.interrupt(session.id);
  await discardUpload(exchange.core, session);
  sendEmpty(exchange.res, 204);
}

async function sessionOf({ core, name, reference }: Exchange): Promise<UploadSession> {
  if (!sessionId.test(reference)) throw unknownUpload();
  return getUpload(core, name, reference);
}

/** What `startUpload` makes; anything else was never told to a client. */
const sessionId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws RegistryError for a Content-Range that is none */
function bodyOf({ req }: Exchange): UploadBody {
  const range = parseChunkRange(req.headers['content-range']);
  if (range === 'malformed') {
    throw new RegistryError(
      'BLOB_UPLOAD_INVALID',
      'Content-Range of a chunk is <first byte>-<last byte>',
      { reason: 'range-format' },
      { status: 416 },
    );
  }
  const length = req.headers['content-length'];
  return {
    stream: req,
    range,
    length: length === undefined ? undefined : Number(length),
    stop: () => req.destroy(),
  };
}

function sessionHeaders(exchange: Exchange, id: string, offset: number): Record<string, string> {
  return {
    Location: `${exchange.origin().url}/v2/${exchange.name}/blobs/uploads/${id}`,
    Range: rangeOf(offset),
    'Docker-Upload-UUID': id,
  };
}

function blobHeaders(exchange: Exchange, digest: string): Record<string, string> {
  return { Location: `${exchange.origin().url}/v2/${exchange.name}/blobs/${digest}`, 'Docker-Content-Digest': digest };
}
