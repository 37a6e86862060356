import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { inChunks } from './metadata/in-chunks.ts';
import { newId } from './new-id.ts';
import type { Database } from './schema.ts';

/** What the registry tells in `events`; `payload` of each is JSON of these facts plus `repository`, the full name. */
export type RegistryEvent =
  | { type: 'ManifestPushed'; digest: string; mediaType: string; tags: string[]; created: boolean }
  | { type: 'ManifestRemoved'; digest: string; tags: number }
  | { type: 'TagCreated'; tag: string; digest: string }
  | { type: 'TagMoved'; tag: string; digest: string; previous: string }
  | { type: 'TagRemoved'; tag: string; digest: string }
  | {
      type: 'ContentDeleted';
      deletion: string;
      kind: 'tags' | 'manifests' | 'repository';
      rule: string | null;
      tags: number;
      manifests: number;
    }
  | { type: 'RepositoryRemoved'; deletion: string }
  | { type: 'DeletionRestored'; deletion: string; tags: number; manifests: number }
  | { type: 'DeletionLetGo'; deletion: string; tags: number; manifests: number };

export interface EventPlace {
  id: string;
  name: string;
  organizationId: string;
  accountId: string;
}

/** Writes to the outbox, in the transaction that did what the events tell. */
export async function recordEvents(
  trx: Transaction<Database>,
  repository: EventPlace,
  by: Author,
  at: Date,
  events: readonly RegistryEvent[],
): Promise<void> {
  await inChunks(events, async (chunk) => {
    const rows = chunk.map(({ type, ...facts }) => ({
      id: newId(),
      type,
      account_id: repository.accountId,
      organization_id: repository.organizationId,
      repository_id: repository.id,
      payload: JSON.stringify({ repository: repository.name, ...facts }),
      author_id: by.id ?? null,
      author_name: by.name,
      created_at: at.getTime(),
    }));
    await trx.insertInto('events').values(rows).execute();
    return [];
  });
}
