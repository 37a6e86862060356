import { type ArchiveOptions, type ByteSource, defaultLimits, type ImageArchive } from './archive.ts';
import { ArchiveError } from './error.ts';
import { folderOf, memberPath } from './member-path.ts';
import type { Member } from './members.ts';
import { readImages } from './open-archive.ts';
import { type Files, Store } from './store.ts';

/**
 * The same for a folder's files: an OCI layout, or an unpacked archive. The layout may lie in folders within, as when
 * its folder itself was dropped.
 * @throws ArchiveError
 */
export async function openFolder(
  files: readonly { path: string; source: ByteSource }[],
  options: ArchiveOptions = {},
): Promise<ImageArchive> {
  const limits = { ...defaultLimits, ...options.limits };
  if (files.length > limits.members) {
    throw new ArchiveError('too-large', `more than ${limits.members} files`, { wanted: limits.members });
  }
  const base = rootOf(files.map(({ path }) => memberPath(path)));
  const sources = new Map<string, { member: Member; source: ByteSource }>();
  for (const { path, source } of files) {
    const full = memberPath(path);
    if (base !== '' && !full.startsWith(`${base}/`)) continue;
    const within = base === '' ? full : full.slice(base.length + 1);
    sources.set(within, { source, member: { path: within, size: source.size, offset: 0 } });
  }
  const folder = folderFiles(sources, options);
  return await readImages(folder, new Store(folder, limits));
}

/** The folder nearest to the root that looks like an archive's. */
function rootOf(paths: readonly string[]): string {
  const roots = paths
    .filter((path) => /(?:^|\/)(?:index\.json|manifest\.json|repositories)$/.test(path))
    .map(folderOf)
    .sort((first, second) => first.split('/').length - second.split('/').length || first.length - second.length);
  return roots[0] ?? '';
}

function folderFiles(sources: Map<string, { member: Member; source: ByteSource }>, options: ArchiveOptions): Files {
  const found = (path: string) => {
    const file = sources.get(memberPath(path));
    if (!file) throw new ArchiveError('layer-missing', `${path} is not in the folder`, { member: path });
    return file.source;
  };
  const openMember = (path: string, start = 0) => {
    const source = found(path);
    return source.read(start, source.size);
  };
  return {
    sequential: false,
    find: (path) => sources.get(memberPath(path))?.member,
    paths: () => [...sources.keys()],
    openMember,
    placeOf: (path) => ({ source: found(path), offset: 0 }),
    async readMembers(paths, each) {
      for (const path of new Set(paths)) {
        options.signal?.throwIfAborted();
        await each(path, openMember(path));
      }
    },
  };
}
