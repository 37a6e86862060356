import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { createAccessTables } from './0003-access.ts';
import { changeAccountTables } from './0003-accounts.ts';
import { extendEvents } from './0003-audit.ts';
import { createCredentialTables } from './0003-credentials.ts';
import { createNetworkTables } from './0003-networks.ts';
import { createRefusals } from './0003-refusals.ts';
import { createSignInTables } from './0003-sign-in.ts';
import type { SchemaDialect } from './column-types.ts';

export async function up(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  await createAccessTables(db, dialect);
  await createCredentialTables(db, dialect);
  await extendEvents(db, dialect);
  await createNetworkTables(db, dialect);
  await changeAccountTables(db, dialect);
  await createSignInTables(db, dialect);
  await createRefusals(db, dialect);
}
