import { type Database, fixedQuery } from '@wharf/db';
import type { NetworkPolicy } from '@wharf/policies/network';
import type { Kysely } from 'kysely';

/** An entry of the allow list of public access. */
export interface AllowListEntry {
  range: string;
  description: string;
}

const settingsId = 1;

export async function listRuleRows(db: Kysely<Database>) {
  return await db.selectFrom('network_rules').selectAll().orderBy('name').execute();
}

export async function getSettingsRow(db: Kysely<Database>) {
  return await db.selectFrom('network_settings').selectAll().where('id', '=', settingsId).executeTakeFirstOrThrow();
}

export async function getVersion(db: Kysely<Database>): Promise<number> {
  const [row] = (await selectVersion(db)).rows;
  if (!row) throw new Error('the row of network_settings is gone');
  return row.version;
}

const selectVersion = fixedQuery((db) =>
  db.selectFrom('network_settings').select('version').where('id', '=', settingsId),
);

/** The whole policy and its version. A change during the reading shows at the next look at the version. */
export async function readPolicy(db: Kysely<Database>): Promise<{ version: number; policy: NetworkPolicy }> {
  // Before the rules: the version may be too old for what follows, never too new.
  const version = await getVersion(db);
  const settings = await getSettingsRow(db);
  const rules = await listRuleRows(db);
  return {
    version,
    policy: {
      rules: rules.map((row) => ({
        id: row.id,
        name: row.name,
        ranges: JSON.parse(row.ranges) as string[],
        host: row.host,
        enabled: row.enabled === 1,
        actions: row.actions,
        blobReads: row.blob_reads,
      })),
      defaultRule: {
        actions: settings.actions,
        blobReads: settings.blob_reads,
        host: settings.host,
        publicAccess: settings.public_access,
        allowList: readAllowList(settings.allow_list).map(({ range }) => range),
      },
    },
  };
}

export function readAllowList(json: string): AllowListEntry[] {
  return JSON.parse(json) as AllowListEntry[];
}
