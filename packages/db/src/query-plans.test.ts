import type { Digest, RepositoryName } from '@wharf/oci';
import type { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { blobsFrom } from './collection/garbage-blobs.ts';
import { linksFrom } from './collection/garbage-links.ts';
import type { WharfDatabase } from './database.ts';
import { type KeysetSort, pageQuery } from './keyset.ts';
import { blobsFrom as allBlobsFrom, holdersFrom } from './ledger/measure-ledger.ts';
import { blobOf } from './metadata/blobs.ts';
import { blobsHeld } from './metadata/check-needs.ts';
import { manifestByDigest, manifestByTag } from './metadata/find-manifest.ts';
import { namedKeys } from './metadata/orphans.ts';
import { referrerSizes, referrersOf } from './metadata/referrers.ts';
import { listedRepositories, rangesQuery } from './metadata/repositories.ts';
import { tagsOf } from './metadata/tags.ts';
import { staleUploads } from './metadata/uploads.ts';
import { blobUse } from './recycle-bin/freed-bytes.ts';
import { expiredDeletions } from './recycle-bin/purge-deletion.ts';
import type { Database } from './schema.ts';
import { expectIndexed } from './testing/expect-indexed.ts';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './testing/test-database.ts';

type Db = WharfDatabase['db'];
type Query = { compile(): CompiledQuery };

const name = 'org/app' as RepositoryName;
const digest = `sha256:${'a'.repeat(64)}` as Digest;
const page = { limit: 50, last: 'm' };
const step = { limit: 10, untouchedSince: new Date(9) };
const ranges = [
  { first: 'a/', last: 'a/~' },
  { first: 'b/', last: 'b/~' },
];

const lookups: Record<string, (db: Db) => Query> = {
  'manifest by tag': (db) => manifestByTag(db, name, 'v1'),
  'manifest by digest': (db) => manifestByDigest(db, name, digest),
  blob: (db) => blobOf(db, name, digest),
  'blobs that a push needs': (db) => blobsHeld(db, 'id', [digest]),
  'who needs blobs': (db) => blobUse(db, 'id', [digest], new Date(0)),
  'names of objects': (db) => namedKeys(db, ['a', 'b']),
  'repositories of organizations': (db) => rangesQuery(db, ranges, page) ?? db.selectFrom('repositories'),
};

const lists: Record<string, (db: Db) => Query> = {
  repositories: (db) => listedRepositories(db, page),
  'public repositories': (db) => listedRepositories(db, page).where('visibility', '=', 'public'),
  tags: (db) => tagsOf(db, 'id', page),
  referrers: (db) => referrersOf(db, name, digest, 'type', page),
  'sizes of referrers': (db) => referrerSizes(db, name, digest, undefined, page),
  'expired deletions': (db) => expiredDeletions(db, new Date(0), 10),
  'stale uploads': (db) => staleUploads(db, new Date(0), 10),
  'links that may be garbage': (db) => linksFrom(db, { ...step, after: `id ${digest}` }),
  'blobs that may be garbage': (db) => blobsFrom(db, { ...step, after: `7 ${digest}` }, 'held'),
  'blobs that would be garbage': (db) => blobsFrom(db, { ...step, after: `7 ${digest}` }, 'named'),
  'who holds blobs': (db) => holdersFrom(db, digest, 'id', 10),
  'all blobs': (db) => allBlobsFrom(db, digest, 10),
};

// What the console sorts by; each must be an index range, forward and backward, of all and of one organization.
const repositorySorts = ['name', 'pushed_at', 'pulls', 'bytes'] as const;
const tagSorts = ['name', 'pushed_at', 'version_key'] as const;

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  beforeAll(async () => {
    created = await create();
    database = await created.open();
  });
  afterAll(() => created.remove());

  test.each(Object.entries(lookups))('%s is found by index', async (_name, query) => {
    await expectIndexed(database, query(database.db));
  });

  test.each(Object.entries(lists))('%s are listed by index, in its order', async (_name, query) => {
    await expectIndexed(database, query(database.db), { order: 'by-index' });
  });

  const positions = [
    ['first page', undefined],
    ['next page', 'forward'],
    ['previous page', 'backward'],
  ] as const;
  const cursor = (go: 'forward' | 'backward' | undefined, values: (string | number)[]) =>
    go && { go, inclusive: false, values };

  describe.each(positions)('the %s', (_page, go) => {
    test.each(repositorySorts)('of repositories by %s is an index range', async (column) => {
      const all = database.db.selectFrom('repositories').selectAll().where('pushed_at', 'is not', null);
      type Row = Awaited<ReturnType<typeof all.executeTakeFirstOrThrow>>;
      const unique = { column: 'repositories.id', output: 'id', type: 'text' } as const;
      const columns: KeysetSort<Database, 'repositories', Row>['columns'] =
        column === 'name'
          ? [{ column: 'repositories.name', output: 'name', type: 'text' }]
          : [{ column: `repositories.${column}`, output: column, type: 'number' }, unique];
      const sort = { columns, direction: 'desc' } as const;
      const at = cursor(go, column === 'name' ? ['m'] : [5, 'id']);
      await expectIndexed(database, pageQuery(all, sort, at, 51), { order: 'by-index' });
      const one = all.where('organization_id', '=', 'x');
      await expectIndexed(database, pageQuery(one, sort, at, 51), { order: 'by-index' });
    });

    test.each(tagSorts)('of tags by %s is an index range', async (column) => {
      const tags = database.db.selectFrom('tags').selectAll().where('repository_id', '=', 'x');
      const unique = { column: 'tags.name', output: 'name', type: 'text' } as const;
      const type = column === 'pushed_at' ? 'number' : 'text';
      const columns =
        column === 'name' ? [unique] : [{ column: `tags.${column}`, output: column, type } as const, unique];
      const at = cursor(go, column === 'name' ? ['m'] : [type === 'number' ? 5 : 'v', 'm']);
      await expectIndexed(database, pageQuery(tags, { columns, direction: 'asc' }, at, 51), { order: 'by-index' });
    });
  });

  test('a full scan and a sort are noticed', async () => {
    const { db } = database;
    await expect(
      expectIndexed(database, db.selectFrom('tags').selectAll().where('pushed_by', '=', 'x')),
    ).rejects.toThrow('reads all of tags');
    const joined = db
      .selectFrom('repositories')
      .innerJoin('events', 'events.repository_id', 'repositories.id')
      .select('events.id')
      .where('repositories.name', '=', 'x');
    await expect(expectIndexed(database, joined)).rejects.toThrow('reads all of events');
    const sorted = db.selectFrom('tags').selectAll().where('repository_id', '=', 'x').orderBy('pulls');
    await expectIndexed(database, sorted);
    await expect(expectIndexed(database, sorted, { order: 'by-index' })).rejects.toThrow('sorts what it read');
  });
});
