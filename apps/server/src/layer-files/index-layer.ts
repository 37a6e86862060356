import { createHash } from 'node:crypto';
import { ArchiveError } from '@wharf/image-archive';
import { ByteReader, scanTar, type TarEntry } from '@wharf/image-archive/tar';
import { EntryPacker, type EntryType, type IndexEntry } from './index-lines.ts';

export interface LayerIndex {
  /** Without whiteouts. */
  fileCount: number;
  fileBytes: number;
  /** For `file_indexes.entries`. */
  entries: Uint8Array;
  /** sha256 of the whole tar, in hex. */
  contentHash: string;
}

export interface IndexLimits {
  entries: number;
  /** Of all lines together. */
  lineBytes: number;
}

export const indexLimits: IndexLimits = { entries: 1_000_000, lineBytes: 256 * 1024 * 1024 };

/** Longer ones exist on no system that could unpack them (PATH_MAX). */
const pathLimit = 4096;

const types: Record<string, EntryType | undefined> = {
  '0': 'f',
  '1': 'h',
  '2': 'l',
  '3': 'c',
  '4': 'b',
  '5': 'd',
  '6': 'p',
  S: 's',
};

/**
 * Reads a layer's tar once, at a memory that depends on the number of its files and not on their sizes.
 * @throws ArchiveError not-an-archive, corrupt, truncated, too-large, and whatever reading `tar` throws
 */
export async function indexLayer(tar: AsyncIterable<Uint8Array>, limits = indexLimits): Promise<LayerIndex> {
  const whole = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of tar) {
      whole.update(chunk);
      yield chunk;
    }
  }
  const cursor = new ByteReader(hashed());
  const packer = new EntryPacker(limits.lineBytes);
  let fileCount = 0;
  let fileBytes = 0;
  let members = 0;
  try {
    for await (const member of scanTar(cursor, { members: limits.entries })) {
      if (++members > limits.entries) {
        throw new ArchiveError('too-large', `more than ${limits.entries} files`, { wanted: limits.entries });
      }
      const entry = readEntry(member);
      if (!entry) continue;
      if (entry.type === 'f') entry.hash = await contentHash(cursor, entry.size);
      if (entry.type === 'f' || entry.type === 's') fileBytes += entry.size;
      if (entry.type !== 'w' && entry.type !== 'o') fileCount += 1;
      await packer.add(entry);
    }
    // The compression's own checksum stands at its end.
    await cursor.drain();
  } finally {
    await cursor.close();
  }
  return { fileCount, fileBytes, entries: await packer.finish(), contentHash: whole.digest('hex') };
}

async function contentHash(cursor: ByteReader, size: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of cursor.chunks(size)) hash.update(chunk);
  return hash.digest().subarray(0, 8).toString('base64url');
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/** Undefined for what no file system would show: paths that climb out, and the marks of older union file systems. */
export function readEntry(member: TarEntry): IndexEntry | undefined {
  const path = cleanPath(member.path);
  if (path === undefined || path.length > pathLimit) return undefined;
  // POSIX: kinds that nobody knows are files.
  const type = types[member.type] ?? 'f';
  const entry: IndexEntry = {
    path,
    type,
    mode: member.mode,
    uid: member.uid,
    gid: member.gid,
    size: type === 'f' || type === 's' ? member.size : 0,
    offset: member.offset,
    link: type === 'l' || type === 'h' ? member.link.slice(0, pathLimit) : '',
    hash: '',
  };
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (name !== opaque && path.split('/').some((part) => part.startsWith(whiteout + whiteout))) return undefined;
  if (!name.startsWith(whiteout)) return entry;
  const folder = slash < 0 ? '' : path.slice(0, slash);
  // OCI image spec, "Whiteouts" and "Opaque Whiteout".
  const mark = { ...entry, mode: 0, uid: 0, gid: 0, size: 0, link: '' };
  if (name === opaque) return { ...mark, type: 'o', path: folder };
  const hidden = name.slice(whiteout.length);
  if (hidden === '') return undefined;
  return { ...mark, type: 'w', path: folder === '' ? hidden : `${folder}/${hidden}` };
}

/** One spelling for one path; undefined where it leads out of the root. */
export function cleanPath(written: string): string | undefined {
  if (written.includes('\0')) return undefined;
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}
