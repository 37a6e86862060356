import { describeMetadata } from '@wharf/registry/contract/metadata';
import { inject } from 'vitest';
import { openMetadata } from '../testing/open-metadata.ts';
import { createPostgresDatabase, createSqliteDatabase } from '../testing/test-database.ts';

describeMetadata('SQLite', () => openMetadata(createSqliteDatabase()));
describeMetadata('SQLite without a recycle bin', () => openMetadata(createSqliteDatabase(), { binDays: 0 }));
describeMetadata('PostgreSQL', () => openMetadata(createPostgresDatabase(inject('postgresUrl'))));
