import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Author, Provenance } from '@wharf/registry';
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
  | { type: 'BlobRemoved'; digest: string }
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
      organization_name: organizationOf(repository.name as RepositoryName),
      repository_name: repository.name,
      payload: JSON.stringify({ repository: repository.name, ...facts }),
      author_id: by.id ?? null,
      author_name: by.name,
      ...provenanceColumns(by.came),
      created_at: at.getTime(),
    }));
    await trx.insertInto('events').values(rows).execute();
    return [];
  });
}

/** The columns of an event that tell where its author came from. */
export function provenanceColumns(came: Provenance | undefined) {
  return {
    address: came?.address || null,
    credential_kind: came?.credential.kind ?? null,
    credential_name: came?.credential.name ?? null,
    request_id: came?.requestId ?? null,
  };
}
