import type { Database, WharfDatabase } from '@wharf/db';
import { expectIndexed } from '@wharf/db/testing';
import type { CompiledQuery, Kysely, KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../auth/user-actor.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { listChanges } from './changes/queries.ts';
import { listCandidates, listGrants } from './grants/queries.ts';
import { listCredentials } from './login-commands/queries.ts';
import { listTagsAt } from './manifests/queries.ts';
import { listOrganizations } from './organizations/queries.ts';
import { countContent, listTraffic, sumBytes } from './overview/queries.ts';
import { listRepositories } from './repositories/queries.ts';
import { listLiveSessions } from './sessions/queries.ts';
import { listTags } from './tags/queries.ts';
import { listUsers } from './users/queries.ts';

const common = { kind: 'user', id: 'u', name: 'user', accountId: 'a' } as const;
const everything: UserActor = { ...common, role: 'system-administrator' };
const account: UserActor = { ...common, role: 'account-administrator' };
const member: UserActor = { ...common, role: 'member' };

type Db = Kysely<Database>;
interface Case {
  title: string;
  list(db: Db): Promise<unknown>;
  /** Left out where what is sorted is small by nature: one organization's grants, what one user sees. */
  order?: 'by-index';
}

const pages = <S extends string>(
  title: string,
  sorts: S[],
  list: (db: Db, query: { sort: S; limit: number }) => Promise<unknown>,
) =>
  sorts.map(
    (sort): Case => ({ title: `${title} by ${sort}`, order: 'by-index', list: (db) => list(db, { sort, limit: 50 }) }),
  );

const cases: Case[] = [
  ...pages('all organizations', ['name', '-createdAt'], (db, query) => listOrganizations(db, everything, query)),
  { title: 'organizations of an account', list: (db) => listOrganizations(db, account, { limit: 50 }) },
  { title: 'organizations of a member', list: (db) => listOrganizations(db, member, { limit: 50 }) },
  ...pages('all images', ['name', '-pushedAt', '-pulls', 'bytes'], (db, query) =>
    listRepositories(db, everything, undefined, query),
  ),
  ...pages('images of an organization', ['name', '-pushedAt', '-pulls', 'bytes'], (db, query) =>
    listRepositories(db, member, 'o', query),
  ),
  { title: 'images of an account', list: (db) => listRepositories(db, account, undefined, { limit: 50 }) },
  { title: 'images of a member', list: (db) => listRepositories(db, member, undefined, { limit: 50 }) },
  {
    title: 'images by a part of the name',
    list: (db) => listRepositories(db, everything, undefined, { q: 'x', limit: 50 }),
  },
  ...pages('tags', ['name', '-pushedAt', '-version'], (db, query) => listTags(db, 'r', query)),
  { title: 'tags by a part of the name', list: (db) => listTags(db, 'r', { q: 'x', limit: 50 }), order: 'by-index' },
  { title: 'tags at a digest', list: (db) => listTagsAt(db, 'r', 'd'), order: 'by-index' },
  ...pages('users', ['name', '-name'], (db, query) => listUsers(db, 'a', query)),
  { title: 'grants', list: (db) => listGrants(db, 'o', { limit: 50 }) },
  { title: 'candidates', list: (db) => listCandidates(db, { id: 'o', accountId: 'a' }, 'u', 'x'), order: 'by-index' },
  { title: 'login commands', list: (db) => listCredentials(db, 'u'), order: 'by-index' },
  { title: 'sessions', list: (db) => listLiveSessions(db, 'u', 1, 1) },
  { title: 'changes', list: (db) => listChanges(db, 'x', 50), order: 'by-index' },
  { title: 'traffic of a member', list: (db) => listTraffic(db, member, '2026-01-01') },
  { title: 'counts of a member', list: (db) => countContent(db, member) },
  { title: 'bytes of a member', list: (db) => sumBytes(db, member) },
];

describe.each(dialects)('on $dialect no list reads a whole table', ({ makeDatabase }) => {
  let file: Awaited<ReturnType<typeof makeDatabase>>;
  let database: WharfDatabase;
  beforeAll(async () => {
    file = await makeDatabase();
    database = await file.open();
  });
  afterAll(() => file.remove());

  it.each(cases)('$title', async ({ list, order }) => {
    const queries = await record(database, list);
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) {
      await expectIndexed(database, { compile: () => query }, { order: order ?? 'any' });
    }
  });
});

/** The statements that `list` runs. */
async function record(database: WharfDatabase, list: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  const queries: CompiledQuery[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      queries.push(database.db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await list(database.db.withPlugin(recorder));
  return queries;
}
