import type { Digest } from '@wharf/oci';
import { RegistryUnreachable } from './error.ts';
import type { Reply } from './reply.ts';
import type { Session } from './session.ts';
import type { Body } from './transport.ts';

/** An upload under way: where its next bytes go, and how many the registry holds. */
export interface Upload {
  name: string;
  location: URL;
  /** Bytes. */
  offset: number;
}

const octets = { 'Content-Type': 'application/octet-stream' };

export function pushScope(name: string): string {
  return `repository:${name}:pull,push`;
}

/** end-4a: begins an upload. */
export async function startUpload(session: Session, name: string, signal?: AbortSignal): Promise<Upload> {
  const path = `/v2/${name}/blobs/uploads/`;
  const reply = await session.expect([202], { method: 'POST', path, scope: pushScope(name), signal });
  await reply.discard();
  return { name, location: locationOf(reply), offset: 0 };
}

/**
 * end-11: makes a blob of `from` one of `name`.
 * @returns true when it is there now, else an upload that was begun instead.
 */
export async function mountBlob(
  session: Session,
  name: string,
  digest: Digest,
  from: string,
  signal?: AbortSignal,
): Promise<true | Upload> {
  const path = `/v2/${name}/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`;
  const scope = from === name ? pushScope(name) : `${pushScope(name)} repository:${from}:pull`;
  const reply = await session.expect([201, 202], { method: 'POST', path, scope, signal });
  await reply.discard();
  return reply.status === 201 ? true : { name, location: locationOf(reply), offset: 0 };
}

/** end-5: sends the next bytes of an upload. `bodyBytes` is their number. */
export async function appendChunk(
  session: Session,
  upload: Upload,
  body: Body,
  bodyBytes: number,
  signal?: AbortSignal,
): Promise<Upload> {
  const { name, location, offset } = upload;
  const headers = { ...octets, 'Content-Range': `${offset}-${offset + bodyBytes - 1}` };
  const request = { method: 'PATCH', path: location, scope: pushScope(name), headers, body, bodyBytes, signal };
  const reply = await session.expect([202], request);
  await reply.discard();
  return { name, location: locationOf(reply), offset: offsetOf(reply) ?? offset + bodyBytes };
}

/** Sends all that is to come as one stream of unknown length, as Docker does. */
export async function streamChunk(session: Session, upload: Upload, body: Body, signal?: AbortSignal): Promise<Upload> {
  const { name, location } = upload;
  const request = { method: 'PATCH', path: location, scope: pushScope(name), headers: octets, body, signal };
  const reply = await session.expect([202], request);
  await reply.discard();
  return { name, location: locationOf(reply), offset: offsetOf(reply) ?? upload.offset };
}

/** end-13: what the registry holds of an upload, to go on after a broken connection. */
export async function findUpload(session: Session, upload: Upload, signal?: AbortSignal): Promise<Upload> {
  const { name, location } = upload;
  const reply = await session.expect([204], { method: 'GET', path: location, scope: pushScope(name), signal });
  await reply.discard();
  return { name, location: reply.header('location') ? locationOf(reply) : location, offset: offsetOf(reply) ?? 0 };
}

/** end-6: ends an upload, with its last bytes if there are any left. */
export async function finishUpload(
  session: Session,
  upload: Upload,
  digest: Digest,
  last?: { body: Body; bytes: number },
  signal?: AbortSignal,
): Promise<void> {
  const path = new URL(upload.location);
  path.searchParams.set('digest', digest);
  const reply = await session.expect([201], {
    method: 'PUT',
    path,
    scope: pushScope(upload.name),
    headers: octets,
    ...(last ? { body: last.body, bodyBytes: last.bytes } : {}),
    signal,
  });
  await reply.discard();
}

/** end-14: gives an upload up. */
export async function cancelUpload(session: Session, { name, location }: Upload): Promise<void> {
  const reply = await session.expect([204], { method: 'DELETE', path: location, scope: pushScope(name) });
  await reply.discard();
}

function locationOf(reply: Reply): URL {
  const location = reply.header('location') ?? '';
  if (!URL.canParse(location, reply.url.href) || location === '') {
    throw new RegistryUnreachable(`the answer of ${reply.url.pathname} names no Location to go on at`);
  }
  return new URL(location, reply.url);
}

/** `Range: 0-99` means that 100 bytes are held. `0-0` is said of none as well as of one byte, so it tells nothing. */
function offsetOf(reply: Reply): number | undefined {
  const end = Number(/^(?:bytes=)?0-(\d+)$/.exec(reply.header('range') ?? '')?.[1]);
  return end > 0 ? end + 1 : undefined;
}
