import { countRepositories, type Database, sumBytes } from '@wharf/db';
import { type ForeseenRefusal, foreseeQuotas, type ImageGrowth } from '@wharf/policies/quota';
import type { Kysely } from 'kysely';
import { findAccountOf, findGrownRepositories, findNamedBlobs, findTags } from './queries.ts';

export interface ComingImage {
  /** Full name. */
  name: string;
  tags: readonly string[];
  parts: readonly ComingPart[];
}

export interface ComingPart {
  /** The same key, the same thing. */
  key: string;
  /** Undefined: it is yet to be compressed. */
  digest: string | undefined;
  /** Bytes; of what is yet to be compressed, the most that it takes. */
  size: number;
}

/**
 * Which quotas of the organization's account images would pass. Their manifests, some kilobytes, are not counted.
 * @param images each name once
 */
export async function foresee(
  db: Kysely<Database>,
  organizationId: string,
  images: readonly ComingImage[],
): Promise<ForeseenRefusal[]> {
  const account = await findAccountOf(db, organizationId);
  if (!account) return [];
  const quotas = { repositories: account.repository_quota, tags: account.tag_quota, bytes: account.byte_quota };
  if (Object.values(quotas).every((limit) => limit === null)) return [];
  const names = images.map(({ name }) => name);
  const [rows, tags, repositories, bytes] = await Promise.all([
    findGrownRepositories(db, names),
    findTags(db, names, [...new Set(images.flatMap((image) => image.tags))]),
    countRepositories(db, account.id),
    sumBytes(db, account.id),
  ]);
  const known = new Map(rows.map((row) => [row.name, row]));
  const taken = new Set(tags.map(({ repository, tag }) => `${repository}:${tag}`));
  const growths: ImageGrowth[] = [];
  for (const { name, tags: wanted, parts } of images) {
    const row = known.get(name);
    const digests = parts.flatMap(({ digest }) => digest ?? []);
    const named = row ? await findNamedBlobs(db, row.id, digests) : new Set<string>();
    growths.push({
      name,
      isNew: (row?.pushed_at ?? null) === null,
      tags: row?.tag_count ?? 0,
      newTags: new Set(wanted.filter((tag) => !taken.has(`${name}:${tag}`))).size,
      bytes: growthOf(parts, named),
    });
  }
  return foreseeQuotas({ name: account.name, quotas }, { repositories, bytes }, growths);
}

function growthOf(parts: readonly ComingPart[], named: ReadonlySet<string>): ImageGrowth['bytes'] {
  const each = new Map(parts.map((part) => [part.digest ?? part.key, part]));
  const bytes = { least: 0, most: 0 };
  for (const { digest, size } of each.values()) {
    if (digest !== undefined && named.has(digest)) continue;
    bytes.most += size;
    // However well it compresses, something is left of it.
    bytes.least += digest === undefined ? 1 : size;
  }
  return bytes;
}
