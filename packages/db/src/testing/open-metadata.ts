import type { ContractQuotas, OpenedMetadata } from '@wharf/registry/contract/metadata';
import type { WharfDatabase } from '../database.ts';
import { createMetadata } from '../metadata/create-metadata.ts';
import { newId } from '../new-id.ts';
import type { TestDatabase } from './test-database.ts';

/** A metadata store over a new database with one account, for the contract suite and what goes beyond it. */
export async function openMetadata(
  creating: Promise<TestDatabase>,
  { binDays = 14 }: { binDays?: number } = {},
): Promise<OpenedMetadata & { database: WharfDatabase; account: string }> {
  const created = await creating;
  const database = await created.open();
  const account = newId();
  await database.db
    .insertInto('accounts')
    .values({ id: account, name: 'main', organization_quota: 1000, created_at: 0 })
    .execute();
  return {
    metadata: createMetadata(database, { binDays, quotaRestMs: 0 }),
    keepsRemoved: binDays > 0,
    database,
    account,
    createOrganization: async (name, quotas) => {
      const account_id = quotas ? await createBoundedAccount(database, quotas) : account;
      const row = { id: newId(), account_id, name, created_at: 0, created_by: 'somebody' };
      await database.db.insertInto('organizations').values(row).execute();
    },
    close: () => created.remove(),
  };
}

async function createBoundedAccount({ db }: WharfDatabase, quotas: ContractQuotas): Promise<string> {
  const id = newId();
  const { repositories = null, tags = null, bytes = null } = quotas;
  const limits = { repository_quota: repositories, tag_quota: tags, byte_quota: bytes };
  await db
    .insertInto('accounts')
    .values({ id, name: id, organization_quota: null, ...limits, created_at: 0 })
    .execute();
  return id;
}
