import type { Database, WharfDatabase } from '@wharf/db';
import type { Author, Log } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { createEventBatch, type EventBatch } from './event-batch.ts';
import { findReaders, recordReading } from './record-reading.ts';

export interface Pull {
  /** Full name. */
  repository: string;
  repositoryId: string;
  tag: string | undefined;
  digest: string;
  by: Author;
  at: Date;
}

interface CountedPull extends Pull {
  times: number;
}

/** Pulls as events: a client that pulls the same again within the two seconds between writes is told once, with how often. */
export function createPullRecord(parts: { database: WharfDatabase; log: Log }): EventBatch<Pull> {
  // Counted as they come: a busy server would keep tens of thousands that are the same for two seconds, too long for their
  // memory to be cheap.
  const waiting = new Map<string, CountedPull>();
  const { add, flush, stop } = createEventBatch<CountedPull>({
    ...parts,
    limit: 20_000,
    write(trx, pulls) {
      // Whoever comes from now on comes too late for this write.
      waiting.clear();
      return writePulls(trx, pulls);
    },
  });
  return {
    add(pull) {
      const { repositoryId, tag, digest, by } = pull;
      const key = `${repositoryId} ${tag} ${digest} ${by.id} ${by.came?.address} ${by.came?.credential.name}`;
      const known = waiting.get(key);
      if (known) {
        known.times += 1;
        return true;
      }
      const counted = { ...pull, times: 1 };
      const added = add(counted);
      if (added) waiting.set(key, counted);
      return added;
    },
    flush,
    stop,
  };
}

const repositoriesAtOnce = 500;

async function writePulls(trx: Transaction<Database>, pulls: CountedPull[]): Promise<void> {
  const places = await findPlaces(trx, [...new Set(pulls.map(({ repositoryId }) => repositoryId))]);
  const readers = await findReaders(trx, [...new Set(pulls.flatMap(({ by }) => by.id ?? []))]);
  for (const { repository, repositoryId, tag, digest, by, at, times } of pulls) {
    const place = places.get(repositoryId);
    if (!place) continue;
    const event = {
      type: 'ImagePulled',
      accountId: place.account_id,
      organizationId: place.organization_id,
      repositoryId,
      payload: { repository, tag: tag ?? null, digest, times },
      author: { ...by, id: by.id ?? null },
      at,
    } as const;
    await recordReading(trx, event, readers.get(by.id ?? ''));
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
