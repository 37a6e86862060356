import type { ArchiveLimits } from './archive.ts';
import type { Cursor } from './byte-reader.ts';
import { ArchiveError } from './error.ts';
import {
  blockBytes,
  hasMapBlocks,
  longName,
  mapGoesOn,
  parsePax,
  parseTarHeader,
  paxSize,
  type TarHeader,
} from './tar-header.ts';

export interface TarEntry extends TarHeader {
  /** Where the content begins, in bytes of the tar. */
  offset: number;
}

/** Paths and pax records are far smaller in any real archive. */
const headerTextLimit = 1024 * 1024;

/**
 * The members of a tar, in order. Between two of them the content of the first may be read from the cursor.
 * @returns whether the archive ends as tars end, with a block of zeros
 * @throws ArchiveError not-an-archive, corrupt, truncated, too-large
 */
export async function* scanTar(
  cursor: Cursor,
  limits: Pick<ArchiveLimits, 'members'>,
): AsyncGenerator<TarEntry, boolean> {
  let long: { path?: string; link?: string } = {};
  let pax = new Map<string, string>();
  for (let members = 0; ; ) {
    const at = cursor.at;
    const block = await cursor.take(blockBytes);
    if (block.length === 0) return false;
    if (block.length < blockBytes) throw truncated('a header', at, block.length, blockBytes);
    const header = parseTarHeader(block, at);
    if (!header) return true;
    // Half a million headers without a member would be as harmful as the members.
    if (++members > limits.members * 3) throw tooMany(limits.members);
    const offset = cursor.at;
    if (header.type === 'L' || header.type === 'K' || header.type === 'x') {
      const bytes = await headerText(cursor, header, at);
      if (header.type === 'L') long.path = longName(bytes);
      else if (header.type === 'K') long.link = longName(bytes);
      else pax = parsePax(bytes, at);
    } else if (header.type === 'g') {
      await headerText(cursor, header, at);
    } else {
      const size = pax.has('size') ? paxSize(pax.get('size') ?? '', at) : header.size;
      if (header.type === 'S') await passSparseMap(cursor, block, at);
      const content = cursor.at;
      const path = pax.get('GNU.sparse.name') ?? pax.get('path') ?? long.path ?? header.path;
      const type = typeOf(header, path, pax);
      const entry: TarEntry = {
        ...header,
        path,
        link: pax.get('linkpath') ?? long.link ?? header.link,
        type,
        // Links and folders have no content, whatever their headers say (POSIX: ignored on reading).
        size: ['1', '2', '3', '4', '5', '6'].includes(type) ? 0 : size,
        uid: owner(pax.get('uid')) ?? header.uid,
        gid: owner(pax.get('gid')) ?? header.gid,
        offset: content,
      };
      long = {};
      pax = new Map();
      yield entry;
      if (!(await cursor.seek(padded(content + entry.size, content)))) {
        throw truncated(entry.path, content, Math.max(0, cursor.at - content), entry.size, entry.path);
      }
    }
    if (header.type === 'L' || header.type === 'K' || header.type === 'x' || header.type === 'g') {
      if (!(await cursor.seek(padded(offset + header.size, offset)))) throw truncated('a header', at, 0, header.size);
    }
  }
}

function typeOf(header: TarHeader, path: string, pax: ReadonlyMap<string, string>): string {
  if ([...pax.keys()].some((key) => key.startsWith('GNU.sparse.'))) return 'S';
  // Old archives mark a folder by its slash only: that of the whole path, of which a header may hold but the beginning.
  return header.type === '0' && path.endsWith('/') ? '5' : header.type;
}

async function passSparseMap(cursor: Cursor, header: Uint8Array, at: number): Promise<void> {
  for (let more = hasMapBlocks(header); more; ) {
    const map = await cursor.take(blockBytes);
    if (map.length < blockBytes) throw truncated('the map of a sparse file', at, map.length, blockBytes);
    more = mapGoesOn(map);
  }
}

function owner(value: string | undefined): number | undefined {
  return value !== undefined && /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;
}

async function headerText(cursor: Cursor, { size }: TarHeader, at: number): Promise<Uint8Array> {
  if (size > headerTextLimit) {
    throw new ArchiveError('too-large', `a header at byte ${at} is larger than 1 MiB`, {
      at,
      found: size,
      wanted: headerTextLimit,
    });
  }
  const bytes = await cursor.take(size);
  if (bytes.length < size) throw truncated('a header', at, bytes.length, size);
  return bytes;
}

/** The next header begins at a whole block after `start`. */
function padded(end: number, start: number): number {
  const rest = (end - start) % blockBytes;
  return rest === 0 ? end : end + blockBytes - rest;
}

function tooMany(limit: number): ArchiveError {
  return new ArchiveError('too-large', `more than ${limit} members`, { wanted: limit });
}

function truncated(what: string, at: number, found: number, wanted: number, member?: string): ArchiveError {
  const detail = { at, found, wanted, ...(member === undefined ? {} : { member }) };
  return new ArchiveError('truncated', `the archive ends in ${what}: ${found} of ${wanted} bytes are there`, detail);
}
