import type { Generated } from 'kysely';

/** The outbox, and the record of who did what: written in the transaction that did it. */
export interface EventsTable {
  /** UUIDv7: its time orders them, and bounds what a range of time holds. */
  id: string;
  /** Past tense: ManifestPushed, TagRemoved, ... */
  type: string;
  /** Empty for what concerns no account: a sign-in under a name that nobody has, a network rule. Only system administrators read those. */
  account_id: string;
  organization_id: string | null;
  repository_id: string | null;
  /** Names at that time: they outlive what they name. */
  organization_name: Generated<string | null>;
  /** Full name. */
  repository_name: Generated<string | null>;
  /** JSON */
  payload: string;
  author_id: string | null;
  author_name: string;
  /** The client's; null for what the server did by itself. */
  address: Generated<string | null>;
  credential_kind: Generated<string | null>;
  credential_name: Generated<string | null>;
  request_id: Generated<string | null>;
  result: Generated<EventResult>;
  created_at: number;
}

export type EventResult = 'done' | 'refused';
