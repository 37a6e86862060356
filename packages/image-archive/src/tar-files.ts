import { digestOf } from '@wharf/oci';
import type { ArchiveLimits, ArchiveOptions, ByteSource } from './archive.ts';
import { ByteReader, type Cursor } from './byte-reader.ts';
import { ArchiveError } from './error.ts';
import { type Member, Members } from './members.ts';
import { SourceCursor } from './source-cursor.ts';
import { type Files, headBytes, tooManyDocuments } from './store.ts';
import { scanTar } from './tar-scan.ts';
import { compressionOf, readHead, unpack } from './unpack.ts';

export interface TarFiles extends Files {
  /** The tar ends without its mark: perhaps members are missing. */
  unterminated: boolean;
}

/** Indexes a tar by its headers; a compressed one is read once for that, keeping documents on the way. */
export async function openTar(source: ByteSource, limits: ArchiveLimits, options: ArchiveOptions): Promise<TarFiles> {
  const compression = compressionOf(await readHead(source, headBytes));
  if (compression === 'xz' || compression === 'bzip2' || compression === 'zip') {
    throw new ArchiveError('unsupported', `a ${compression} file: pack the archive with gzip or zstd, or not at all`, {
      found: compression,
    });
  }
  if (compression === 'none') return await openPlain(source, limits, options);
  return await openPacked(() => unpack(source, compression, limits, options), limits, options);
}

async function openPlain(source: ByteSource, limits: ArchiveLimits, options: ArchiveOptions): Promise<TarFiles> {
  const cursor = new SourceCursor(source);
  const { members, ended } = await index(cursor, limits, (entry) => {
    options.signal?.throwIfAborted();
    options.onProgress?.(entry?.offset ?? source.size);
  });
  const open = (member: Member, start = 0) =>
    whole(member, source.read(member.offset + start, member.offset + member.size), start);
  return {
    sequential: false,
    unterminated: !ended,
    find: (path) => members.find(path),
    paths: () => members.paths(),
    openMember: (path, start) => open(found(members, path), start),
    placeOf: (path) => ({ source, offset: found(members, path).offset }),
    async readMembers(paths, each) {
      for (const [member, path] of inOrder(members, paths)) {
        options.signal?.throwIfAborted();
        await each(path, open(member));
      }
    },
  };
}

async function openPacked(
  tar: () => AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
  options: ArchiveOptions,
): Promise<TarFiles> {
  const first = new ByteReader(tar());
  let kept = 0;
  const keep = async (member: Member | undefined) => {
    if (!member) return;
    const chunks = first.chunks(member.size);
    const hasher = options.sha256?.();
    let content: Uint8Array | undefined;
    let head: Uint8Array | undefined;
    let read = 0;
    for await (const chunk of chunks) {
      if (!head) {
        head = new Uint8Array(chunk.subarray(0, headBytes));
        if (member.size <= limits.documentBytes && looksLikeJson(chunk)) {
          kept += member.size;
          if (kept > limits.documentsBytes) throw tooManyDocuments(limits.documentsBytes);
          content = new Uint8Array(member.size);
        }
      }
      content?.set(chunk, read);
      read += chunk.length;
      hasher?.update(chunk);
    }
    if (read < member.size) return;
    member.head = head ?? new Uint8Array(0);
    if (content) member.content = content;
    if (hasher) member.digest = digestOf('sha256', hasher.digest());
  };
  try {
    const { members, ended } = await index(first, limits, keep);
    // The compression's own checksum stands at its end.
    await first.drain();
    return sequentialFiles(members, ended, tar);
  } finally {
    await first.close();
  }
}

function sequentialFiles(members: Members, ended: boolean, tar: () => AsyncIterable<Uint8Array>): TarFiles {
  async function* openMember(path: string, start = 0): AsyncGenerator<Uint8Array> {
    const member = found(members, path);
    const reader = new ByteReader(tar());
    try {
      await reader.seek(member.offset + start);
      yield* whole(member, reader.chunks(member.size - start), start);
    } finally {
      await reader.close();
    }
  }
  return {
    sequential: true,
    unterminated: !ended,
    find: (path) => members.find(path),
    paths: () => members.paths(),
    openMember,
    placeOf: () => undefined,
    async readMembers(paths, each) {
      const wanted = inOrder(members, paths);
      if (wanted.length === 0) return;
      const reader = new ByteReader(tar());
      try {
        for (const [member, path] of wanted) {
          await reader.seek(member.offset);
          await each(path, whole(member, reader.chunks(member.size)));
        }
      } finally {
        await reader.close();
      }
    },
  };
}

/** @param see called for each member, undefined for what is no file, before the scan goes on */
async function index(
  cursor: Cursor,
  limits: ArchiveLimits,
  see: (member: Member | undefined) => Promise<void> | void,
): Promise<{ members: Members; ended: boolean }> {
  const members = new Members();
  const scan = scanTar(cursor, limits);
  for (let count = 0; ; count++) {
    const { done, value } = await scan.next();
    if (done) return { members, ended: value };
    if (count >= limits.members) {
      throw new ArchiveError('too-large', `more than ${limits.members} members`, { wanted: limits.members });
    }
    await see(members.add(value));
  }
}

function found(members: Members, path: string): Member {
  const member = members.find(path);
  if (!member) throw new ArchiveError('layer-missing', `${path} is not in the archive`, { member: path });
  return member;
}

/** Each member once, by its place in the tar, with the first of the paths that asked for it. */
function inOrder(members: Members, paths: readonly string[]): [Member, string][] {
  const wanted = new Map<Member, string>();
  for (const path of paths) {
    const member = found(members, path);
    if (!wanted.has(member)) wanted.set(member, path);
  }
  return [...wanted].sort(([first], [second]) => first.offset - second.offset);
}

/** @throws ArchiveError truncated when the file behind became shorter */
async function* whole(member: Member, chunks: AsyncIterable<Uint8Array>, start = 0): AsyncGenerator<Uint8Array> {
  let read = start;
  for await (const chunk of chunks) {
    read += chunk.length;
    yield chunk;
  }
  if (read < member.size) {
    throw new ArchiveError('truncated', `${member.path} ends after ${read} of ${member.size} bytes`, {
      member: member.path,
      found: read,
      wanted: member.size,
    });
  }
}

/** A layer, compressed or not, does not begin with a brace or a bracket. */
function looksLikeJson(chunk: Uint8Array): boolean {
  const first = chunk.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}
