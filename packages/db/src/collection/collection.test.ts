import { describeCollection } from '@wharf/registry/contract/collection';
import { inject } from 'vitest';
import { openMetadata } from '../testing/open-metadata.ts';
import { createPostgresDatabase, createSqliteDatabase } from '../testing/test-database.ts';
import { createCollection } from './create-collection.ts';

async function open(...parameters: Parameters<typeof openMetadata>) {
  const opened = await openMetadata(...parameters);
  return { ...opened, collection: createCollection(opened.database) };
}

describeCollection('SQLite', () => open(createSqliteDatabase()));
describeCollection('SQLite without a recycle bin', () => open(createSqliteDatabase(), { binDays: 0 }));
describeCollection('PostgreSQL', () => open(createPostgresDatabase(inject('postgresUrl'))));
