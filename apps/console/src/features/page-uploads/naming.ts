import { readWrittenName } from '@wharf/image-archive/written-name';
import { type NameProblem, parseTag, repositoryPathLimit, repositoryPathProblem } from '@wharf/oci';
import type { ImageSummary } from './protocol.ts';

/** Where one name of an image in an archive goes, as it stands in the form. */
export interface Row {
  id: string;
  archive: string;
  image: number;
  /** As written in the archive; empty where it has no name. */
  written: string;
  chosen: boolean;
  repository: string;
  tag: string;
}

/** What the form begins with: the archive's own names, below the organization. */
export function rowsOf(archive: string, fileName: string, images: readonly ImageSummary[]): Row[] {
  return images.flatMap((image, index) => {
    const names = image.names.length > 0 ? image.names : [''];
    return names.map((written, nth) => {
      const { path, tag } = readWrittenName(written);
      return {
        id: `${archive}/${index}/${nth}`,
        archive,
        image: index,
        written,
        chosen: true,
        repository: path || baseName(fileName),
        tag: tag ?? 'latest',
      };
    });
  });
}

/** `My App-1.2.tar.gz` is `my-app-1.2`: a proposal where the archive has none. */
function baseName(fileName: string): string {
  const base = fileName.replace(/\.(?:tar|tgz|tar\.gz|tar\.zst|tzst)$/i, '').replace(/\.tar$/i, '');
  return base
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
}

/** The rows for an organization: an image that was saved from it has it in its name already. What was typed stays. */
export function rowsFor(organization: string, rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const untouched = row.repository === readWrittenName(row.written).path;
    const within = organization !== '' && row.repository.startsWith(`${organization}/`);
    return untouched && within ? { ...row, repository: row.repository.slice(organization.length + 1) } : row;
  });
}

/** What is wrong with an image's name, and which part of it (undefined: the whole). */
export function repositoryProblem(path: string): { problem: NameProblem; part: string | undefined } | undefined {
  const problem = repositoryPathProblem(path);
  if (!problem) return undefined;
  if (path === '' || path.length > repositoryPathLimit) return { problem, part: undefined };
  const part = path.split('/').find((one) => repositoryPathProblem(one) !== undefined);
  return { problem, part: part === '' || part === path ? undefined : part };
}

export type TagProblem = 'empty' | 'too-long' | 'first-character' | 'character';

/** What is wrong with a tag (distribution spec, "Pulling manifests"). */
export function tagProblem(tag: string): TagProblem | undefined {
  if (parseTag(tag)) return undefined;
  if (tag === '') return 'empty';
  if (/[^a-zA-Z0-9._-]/.test(tag)) return 'character';
  return /^[.-]/.test(tag) ? 'first-character' : 'too-long';
}

/** Ids of chosen rows that say the same as one before them. */
export function repeated(rows: readonly Row[]): Set<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { id, chosen, repository, tag } of rows) {
    if (!chosen) continue;
    const place = `${repository}:${tag}`;
    if (seen.has(place)) again.add(id);
    seen.add(place);
  }
  return again;
}

export function isReady(row: Row, again: ReadonlySet<string>): boolean {
  return !repositoryProblem(row.repository) && !tagProblem(row.tag) && !again.has(row.id);
}
