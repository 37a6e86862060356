export { type DatabaseLocation, openDatabase, type WharfDatabase } from './database.ts';
export { DatabaseError } from './database-error.ts';
export type { RegistryEvent } from './events.ts';
export { fixedQuery } from './fixed-query.ts';
export {
  type Counted,
  CursorError,
  countUpTo,
  type KeysetPage,
  type KeysetSort,
  pageOf,
  type SortColumn,
} from './keyset.ts';
export { createMetadata } from './metadata/create-metadata.ts';
export { newId } from './new-id.ts';
export type * from './schema.ts';
