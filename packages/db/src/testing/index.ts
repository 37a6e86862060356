export { expectIndexed } from './expect-indexed.ts';
export { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './test-database.ts';
export { writesDuring } from './writes-during.ts';
