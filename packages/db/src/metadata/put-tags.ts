import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import type { RegistryEvent } from '../events.ts';
import type { Database } from '../schema.ts';
import { versionKey } from '../version-key.ts';
import { inChunks } from './in-chunks.ts';
import { recordTagChanges } from './tag-changes.ts';

type Trx = Transaction<Database>;

export interface TagPut {
  name: string;
  digest: string;
  pushedAt: number;
  pushedBy: string;
  /** How often it had been pulled, of one that comes back; kept only where the tag is made. */
  pulls?: number;
  pulledAt?: number | null;
}

/**
 * Points tags at manifests that the locked repository holds, and writes their history.
 * @param tags each name once
 * @returns what to tell of it: nothing for a tag that stays where it was
 */
export async function putTags(
  trx: Trx,
  repositoryId: string,
  tags: readonly TagPut[],
  by: Author,
  at: Date,
): Promise<RegistryEvent[]> {
  const before = await findTagDigests(
    trx,
    repositoryId,
    tags.map(({ name }) => name),
  );
  await inChunks(tags, (chunk) => upsertTags(trx, repositoryId, chunk));
  const events = tags.flatMap(({ name: tag, digest }): RegistryEvent[] => {
    const previous = before.get(tag);
    if (previous === undefined) return [{ type: 'TagCreated', tag, digest }];
    return previous === digest ? [] : [{ type: 'TagMoved', tag, digest, previous }];
  });
  const changes = events.flatMap((event) =>
    event.type === 'TagCreated' || event.type === 'TagMoved' ? [{ tag: event.tag, digest: event.digest }] : [],
  );
  await recordTagChanges(trx, repositoryId, changes, by, at);
  return events;
}

/** Where those of `names` point that exist. */
export async function findTagDigests(
  trx: Trx,
  repositoryId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await inChunks(names, (chunk) =>
    trx
      .selectFrom('tags')
      .select(['name', 'digest'])
      .where('repository_id', '=', repositoryId)
      .where('name', 'in', chunk)
      .execute(),
  );
  return new Map(rows.map((row) => [row.name, row.digest]));
}

async function upsertTags(trx: Trx, repositoryId: string, tags: readonly TagPut[]) {
  const rows = tags.map(({ name, digest, pushedAt, pushedBy, pulls = 0, pulledAt = null }) => ({
    repository_id: repositoryId,
    name,
    digest,
    version_key: versionKey(name),
    pushed_at: pushedAt,
    pushed_by: pushedBy,
    pulls,
    pulled_at: pulledAt,
  }));
  return trx
    .insertInto('tags')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'name']).doUpdateSet((row) => ({
        digest: row.ref('excluded.digest'),
        pushed_at: row.ref('excluded.pushed_at'),
        pushed_by: row.ref('excluded.pushed_by'),
      })),
    )
    .execute();
}

export function createdTags(events: readonly RegistryEvent[]): number {
  return events.filter((event) => event.type === 'TagCreated').length;
}
