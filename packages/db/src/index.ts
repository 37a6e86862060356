export { createCollection } from './collection/create-collection.ts';
export { type DatabaseLocation, openDatabase, type WharfDatabase } from './database.ts';
export { DatabaseError } from './database-error.ts';
export { provenanceColumns, type RegistryEvent } from './events.ts';
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
export * from './ledger/index.ts';
export { type CopyManifest, copyManifest } from './metadata/copy-manifest.ts';
export { createMetadata } from './metadata/create-metadata.ts';
export { countRepositories, quotaExceeded, sumBytes } from './metadata/keep-quotas.ts';
export { type LockedRepository, lockRepository, lockRepositoryById } from './metadata/locked-repository.ts';
export { moveTag } from './metadata/move-tag.ts';
export { firstIdAt, newId } from './new-id.ts';
export * from './recycle-bin/index.ts';
export type * from './schema.ts';
