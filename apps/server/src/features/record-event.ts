import type { EventType } from '@wharf/api';
import { type Database, type EventResult, newId, provenanceColumns } from '@wharf/db';
import type { Provenance } from '@wharf/registry';
import type { Transaction } from 'kysely';

export interface NewEvent {
  type: EventType;
  accountId: string;
  organizationId?: string;
  repositoryId?: string;
  /** Names at that time (`organization`, or a full name as `repository`, make it found by them), old and new values; never a secret. */
  payload: Record<string, unknown>;
  /** An actor serves: what is known of where he came from goes along. */
  author: { id: string | null; name: string; came?: Provenance };
  /** 'done' unless told. */
  result?: EventResult;
  at: Date;
}

/** Writes the event in the transaction that did it: neither can be without the other. */
export async function recordEvent(trx: Transaction<Database>, event: NewEvent): Promise<void> {
  await trx
    .insertInto('events')
    .values({
      id: newId(),
      type: event.type,
      account_id: event.accountId,
      organization_id: event.organizationId ?? null,
      repository_id: event.repositoryId ?? null,
      ...namesIn(event.payload),
      payload: JSON.stringify(event.payload),
      author_id: event.author.id,
      author_name: event.author.name,
      ...provenanceColumns(event.author.came),
      result: event.result ?? 'done',
      created_at: event.at.getTime(),
    })
    .execute();
}

function namesIn({ organization, repository }: Record<string, unknown>) {
  const repositoryName = typeof repository === 'string' ? repository : null;
  const organizationName = typeof organization === 'string' ? organization : (repositoryName?.split('/', 1)[0] ?? null);
  return { organization_name: organizationName, repository_name: repositoryName };
}
