import type { Database, WharfDatabase } from '@wharf/db';
import type { Author, Log } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { recordEvent } from '../features/record-event.ts';
import { createEventBatch } from './event-batch.ts';

export interface Pull {
  /** Full name. */
  repository: string;
  repositoryId: string;
  tag: string | undefined;
  digest: string;
  by: Author;
  at: Date;
}

/** Pulls as events: a client that pulls the same again within the two seconds between writes is told once, with how often. */
export function createPullRecord(parts: { database: WharfDatabase; log: Log }) {
  const { add, flush, stop } = createEventBatch<Pull>({ ...parts, limit: 20_000, write: writePulls });
  return { add, flush, stop };
}

const repositoriesAtOnce = 500;

async function writePulls(trx: Transaction<Database>, pulls: Pull[]): Promise<void> {
  const places = await findPlaces(trx, [...new Set(pulls.map(({ repositoryId }) => repositoryId))]);
  const same = new Map<string, Pull & { times: number }>();
  for (const pull of pulls) {
    const { repositoryId, tag, digest, by } = pull;
    const key = [repositoryId, tag, digest, by.id, by.came?.address, by.came?.credential.name].join(' ');
    const known = same.get(key);
    if (known) known.times += 1;
    else same.set(key, { ...pull, times: 1 });
  }
  for (const { repository, repositoryId, tag, digest, by, at, times } of same.values()) {
    const place = places.get(repositoryId);
    if (!place) continue;
    await recordEvent(trx, {
      type: 'ImagePulled',
      accountId: place.account_id,
      organizationId: place.organization_id,
      repositoryId,
      payload: { repository, tag: tag ?? null, digest, times },
      author: { ...by, id: by.id ?? null },
      at,
    });
  }
}

async function findPlaces(trx: Transaction<Database>, ids: string[]) {
  const found = new Map<string, { account_id: string; organization_id: string }>();
  for (let start = 0; start < ids.length; start += repositoriesAtOnce) {
    const rows = await trx
      .selectFrom('repositories')
      .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
      .select(['repositories.id', 'repositories.organization_id', 'organizations.account_id'])
      .where('repositories.id', 'in', ids.slice(start, start + repositoriesAtOnce))
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}
