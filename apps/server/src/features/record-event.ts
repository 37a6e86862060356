import { type Database, newId } from '@wharf/db';
import type { Transaction } from 'kysely';

/** What the console's API does, in the outbox's words. The registry's own events (ManifestPushed ...) come from its core. */
type EventType =
  | 'SignedIn'
  | 'SignedOut'
  | 'SessionsEnded'
  | 'PasswordChanged'
  | 'UserCreated'
  | 'UserUpdated'
  | 'OrganizationCreated'
  | 'OrganizationRemoved'
  | 'GrantPut'
  | 'GrantRemoved'
  | 'RepositoryUpdated'
  | 'ResourceTagsUpdated'
  | 'JobCancelled'
  | 'StorageJobCreated'
  | 'LoginCommandCreated'
  | 'LoginCommandRevoked';

export interface NewEvent {
  type: EventType;
  accountId: string;
  organizationId?: string;
  repositoryId?: string;
  /** Names at that time, old and new values; never a secret. */
  payload: Record<string, unknown>;
  author: { id: string; name: string };
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
      payload: JSON.stringify(event.payload),
      author_id: event.author.id,
      author_name: event.author.name,
      created_at: event.at.getTime(),
    })
    .execute();
}
