import { createPostgresDatabase, createSqliteDatabase } from '@wharf/db/testing';
import { inject } from 'vitest';

/** For `describe.each`: the same tests on both databases. */
export const dialects = [
  { dialect: 'sqlite', makeDatabase: createSqliteDatabase },
  { dialect: 'postgres', makeDatabase: () => createPostgresDatabase(inject('postgresUrl')) },
] as const;
