import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './bytes.ts';
import type { TarFile } from './tar.ts';

/** What lies at each path of a folder, as a line: kind, rights, owner, content or target, and the paths of the same file. */
export type FileTree = Record<string, string>;

/** What paths of one file have in common. */
interface Node {
  line: string;
  paths: string[];
}

/** What layers give when they are unpacked one over another (image spec, "Applying Changesets"). */
export function treeOf(layers: readonly (readonly TarFile[])[]): FileTree {
  const nodes = new Map<string, Node>();
  for (const files of layers) {
    // Whiteouts take away what lower layers brought, never what their own layer brings.
    for (const { path } of files) {
      const [, parent = '', hidden] = /^(.*\/)?\.wh\.(.+)$/.exec(path) ?? [];
      if (hidden === '.wh..opq') removeBelow(nodes, parent);
      else if (hidden !== undefined) remove(nodes, parent + hidden);
    }
    for (const file of files) if (!/(?:^|\/)\.wh\./.test(file.path)) put(nodes, file);
  }
  return linesOf(nodes);
}

function put(nodes: Map<string, Node>, { path: name, content, mode, link, sameAs, pipe, owner }: TarFile): void {
  const path = name.replace(/\/$/, '');
  const { user, group } = owner ?? { user: 0, group: 0 };
  const isFolder = path !== name;
  if (!isFolder) remove(nodes, path);
  const shared = sameAs === undefined ? undefined : nodes.get(sameAs);
  const kind = isFolder ? 'folder' : link ? 'link' : pipe ? 'pipe' : 'file';
  const what = link ?? (kind === 'file' ? sha256(content) : '');
  nodes.set(path, shared ?? { line: lineOf(kind, mode ?? (isFolder ? 0o755 : 0o644), user, group, what), paths: [] });
}

function remove(nodes: Map<string, Node>, path: string): void {
  nodes.delete(path);
  removeBelow(nodes, `${path}/`);
}

function removeBelow(nodes: Map<string, Node>, folder: string): void {
  for (const path of nodes.keys()) if (path.startsWith(folder)) nodes.delete(path);
}

/** The same of a folder on the disk, of which the root itself is left out. */
export async function readTree(folder: string): Promise<FileTree> {
  const nodes = new Map<string, Node>();
  const byInode = new Map<number, Node>();
  async function read(path: string): Promise<void> {
    const place = join(folder, path);
    const found = await lstat(place);
    const kind = found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : found.isFIFO() ? 'pipe' : 'file';
    const what = kind === 'link' ? await readlink(place) : kind === 'file' ? sha256(await readFile(place)) : '';
    const node = byInode.get(found.ino) ?? {
      line: lineOf(kind, found.mode & 0o7777, found.uid, found.gid, what),
      paths: [],
    };
    byInode.set(found.ino, node);
    nodes.set(path, node);
    if (kind === 'folder') await readBelow(path);
  }
  const readBelow = async (path: string): Promise<unknown> =>
    Promise.all((await readdir(join(folder, path))).map((name) => read(join(path, name))));
  await readBelow('');
  return linesOf(nodes);
}

function lineOf(kind: string, mode: number, user: number, group: number, what: string): string {
  return `${kind} ${mode.toString(8)} ${user}:${group} ${what}`;
}

function linesOf(nodes: ReadonlyMap<string, Node>): FileTree {
  for (const [path, node] of nodes) node.paths.push(path);
  return Object.fromEntries(
    [...nodes].map(([path, { line, paths }]) => [
      path,
      paths.length > 1 ? `${line} ${paths.sort().join(' = ')}` : line,
    ]),
  );
}
