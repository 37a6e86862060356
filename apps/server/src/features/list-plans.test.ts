import type { EventFilter } from '@wharf/api';
import type { Database, WharfDatabase } from '@wharf/db';
import { expectIndexed } from '@wharf/db/testing';
import type { CompiledQuery, Kysely, KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../auth/user-actor.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { findEntries, heldLayers, liveJobs } from '../layer-files/queries.ts';
import { listRefusals } from '../refusals/queries.ts';
import { listAccessKeys } from './access-keys/queries.ts';
import { findAccount, listAccounts } from './accounts/queries.ts';
import { listEvents, readEvents } from './audit/queries.ts';
import { listChanges, listSharesAmong } from './changes/queries.ts';
import { holdsGrants, listCandidates, listGrants, listGrantsOn } from './grants/queries.ts';
import { listJobs } from './jobs/queries.ts';
import { listCredentials } from './login-commands/queries.ts';
import { listTagsAt } from './manifests/queries.ts';
import { listOrganizations } from './organizations/queries.ts';
import { countContent, listTraffic, sumBytes } from './overview/queries.ts';
import {
  listDeletedManifests,
  listDeletedTags,
  listDeletions,
  listFirstNames,
  listRun,
} from './recycle-bin/queries.ts';
import { listLiveDigests, listMatchingTags, listReferrers } from './recycle-bin/selection-queries.ts';
import { manifestsAtTags, placesOf, referrersOf, tagsAt as tagsOfPlaces } from './relations/queries.ts';
import { listRepositories } from './repositories/queries.ts';
import { listResourceTags, markedWith } from './resource-tag-filter.ts';
import { listPairs } from './resource-tags/queries.ts';
import { grantRowsOf, listRobots } from './robots/queries.ts';
import {
  findByPrefix,
  findInEach,
  findOrganizations,
  findRepositories,
  findTagsIn,
  manifestsAt,
  tagsAt,
} from './search/queries.ts';
import { listLiveSessions } from './sessions/queries.ts';
import { findContents, findReceivedShare, listSharedRepositories, listShares } from './shares/queries.ts';
import { listTagChanges } from './tags/history.ts';
import { listTags } from './tags/queries.ts';
import { listUsers } from './users/queries.ts';

const common = { kind: 'user', id: 'u', name: 'user', accountId: 'a' } as const;
const everything: UserActor = { ...common, role: 'system-administrator' };
const account: UserActor = { ...common, role: 'account-administrator' };
const epoch = new Date(0);
const member: UserActor = { ...common, role: 'member' };

type Db = Kysely<Database>;
const marks = [
  { key: 'env', values: ['prod', 'dev'] },
  { key: 'team', values: [] },
];
const hit = { repository_id: 'r', word: 'w' };

const eventFilters: [string, EventFilter][] = [
  ['', {}],
  ['of a type', { type: 't' }],
  ['by somebody', { author: 'x' }],
  ['with a credential', { credential: 'x' }],
  ['from an address', { address: 'x' }],
  ['of an image', { repository: 'o/r' }],
  ['of an organization', { organization: 'o' }],
  ['that were refused', { result: 'refused' }],
  ['of a type by somebody from an address', { type: 't', author: 'x', address: 'y', result: 'done' }],
];

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
  ...pages('accounts', ['name', '-createdAt'], (db, query) => listAccounts(db, query)),
  { title: 'accounts by a part of the name', list: (db) => listAccounts(db, { q: 'x', limit: 50 }) },
  { title: 'what an account uses', list: (db) => findAccount(db, { id: 'a' }) },
  ...pages('all images', ['name', '-pushedAt', '-pulls', 'bytes'], (db, query) =>
    listRepositories(db, everything, undefined, query, epoch),
  ),
  ...pages('images of an organization', ['name', '-pushedAt', '-pulls', 'bytes'], (db, query) =>
    listRepositories(db, member, { id: 'o', level: 'read' }, query, epoch),
  ),
  {
    title: 'images of an organization that a member sees some of',
    list: (db) => listRepositories(db, member, { id: 'o', level: undefined }, { limit: 50 }, epoch),
  },
  { title: 'images of an account', list: (db) => listRepositories(db, account, undefined, { limit: 50 }, epoch) },
  { title: 'images of a member', list: (db) => listRepositories(db, member, undefined, { limit: 50 }, epoch) },
  {
    title: 'images by a part of the name',
    list: (db) => listRepositories(db, everything, undefined, { q: 'x', limit: 50 }, epoch),
  },
  ...pages('public images', ['name', '-pushedAt'], (db, query) =>
    listRepositories(db, everything, undefined, { ...query, visibility: 'public', category: 'linux' }, epoch),
  ),
  ...[everything, account, member].flatMap((actor): Case[] => [
    {
      title: `images by resource tags for a ${actor.role}`,
      list: (db) => listRepositories(db, actor, undefined, { resourceTag: marks, limit: 50 }, epoch),
    },
    {
      title: `organizations by resource tags for a ${actor.role}`,
      list: (db) => listOrganizations(db, actor, { resourceTag: marks, limit: 50 }),
    },
    { title: `keys on images for a ${actor.role}`, list: (db) => listPairs(db, actor, 'repositories', 50) },
    { title: `keys on organizations for a ${actor.role}`, list: (db) => listPairs(db, actor, 'organizations', 50) },
    { title: `organizations found by a ${actor.role}`, list: (db) => findOrganizations(db, actor, 'x', 6) },
    { title: `images found by a ${actor.role}`, list: (db) => findRepositories(db, actor, 'x', 6, epoch) },
    { title: `tags found by a ${actor.role}`, list: (db) => findByPrefix(db, actor, 'tag', 'x', 6, epoch) },
    {
      title: `digests found by a ${actor.role}`,
      list: (db) => findByPrefix(db, actor, 'digest', 'sha256:ab', 6, epoch),
    },
    { title: `tags found one by one by a ${actor.role}`, list: (db) => findInEach(db, actor, 'tag', 'x', 6, epoch) },
    {
      title: `digests found one by one by a ${actor.role}`,
      list: (db) => findInEach(db, actor, 'digest', 's', 6, epoch),
    },
  ]),
  {
    title: 'images by resource tags that many have',
    order: 'by-index',
    list: (db) =>
      db
        .selectFrom('repositories')
        .select('repositories.id')
        .where('repositories.pushed_at', 'is not', null)
        .where(markedWith('repositories', { conditions: marks, rare: undefined }))
        .orderBy('repositories.pushed_at', 'desc')
        .orderBy('repositories.id', 'desc')
        .limit(50)
        .execute(),
  },
  { title: 'resource tags of a page', list: (db) => listResourceTags(db, ['a', 'b']), order: 'by-index' },
  { title: 'tags found in images', list: (db) => findTagsIn(db, ['a', 'b'], 'x', 6) },
  { title: 'what is told of found tags', list: (db) => tagsAt(db, [hit, hit]) },
  { title: 'what is told of found manifests', list: (db) => manifestsAt(db, [hit, hit]) },
  ...pages('tags', ['name', '-pushedAt', '-version'], (db, query) => listTags(db, 'r', query)),
  { title: 'tags by a part of the name', list: (db) => listTags(db, 'r', { q: 'x', limit: 50 }), order: 'by-index' },
  { title: 'tags at a digest', list: (db) => listTagsAt(db, 'r', 'd'), order: 'by-index' },
  { title: 'layers with their file indexes', list: (db) => heldLayers(db, 'r', ['a', 'b']).execute() },
  { title: 'the files of a layer', list: (db) => findEntries(db, 'd') },
  { title: 'jobs that make file indexes', list: (db) => liveJobs(db, ['a', 'b']).execute() },
  { title: 'referrers', list: (db) => referrersOf(db, 'r', ['a', 'b'], 50).execute() },
  { title: 'manifests at tags', list: (db) => manifestsAtTags(db, 'r', ['a', 'b']).execute() },
  { title: 'tags of a digest in images', list: (db) => tagsOfPlaces(db, ['a', 'b'], 'd', 50).execute() },
  ...[everything, account, member].map(
    (actor): Case => ({
      title: `places of a digest for a ${actor.role}`,
      list: (db) => placesOf(db, actor, 'd', 50, new Date(0)).execute(),
    }),
  ),
  { title: "a tag's history", list: (db) => listTagChanges(db, 'r', 't', { limit: 50 }), order: 'by-index' },
  ...pages('deletions', ['deletedAt', '-deletedAt'], (db, query) => listDeletions(db, 'o', query, epoch)),
  ...pages('deletions of an image', ['-deletedAt'], (db, query) =>
    listDeletions(db, 'o', { ...query, repository: 'o/r' }, epoch),
  ),
  ...pages('found deletions', ['-deletedAt'], (db, query) => listDeletions(db, 'o', { ...query, q: 'abcd' }, epoch)),
  { title: 'deletions of a run', list: (db) => listRun(db, 'o', 'run', epoch) },
  { title: 'first names of deletions', list: (db) => listFirstNames(db, ['a', 'b'], 5), order: 'by-index' },
  { title: 'tags of a deletion', list: (db) => listDeletedTags(db, 'd', 50), order: 'by-index' },
  { title: 'manifests of a deletion', list: (db) => listDeletedManifests(db, 'd', 50), order: 'by-index' },
  {
    title: 'tags to delete',
    list: (db) => listMatchingTags(db, 'r', { q: 'x', except: ['y'], before: epoch }, { limit: 50 }),
    order: 'by-index',
  },
  { title: 'manifests to delete', list: (db) => listLiveDigests(db, 'r', 50), order: 'by-index' },
  { title: 'referrers to delete', list: (db) => listReferrers(db, 'r') },
  ...pages('users', ['name', '-name'], (db, query) => listUsers(db, 'a', query)),
  ...pages('grants', ['name', '-name'], (db, query) => listGrants(db, 'o', query)),
  ...pages('grants of robots on images', ['name'], (db, query) =>
    listGrants(db, 'o', { ...query, holder: 'robot', covers: 'images' }),
  ),
  { title: 'whether a user holds so many grants', list: (db) => holdsGrants(db, { kind: 'user', id: 'u' }, 1000) },
  { title: 'whether a robot holds so many grants', list: (db) => holdsGrants(db, { kind: 'robot', id: 'r' }, 1000) },
  ...pages('grants on an image', ['name'], (db, query) => listGrantsOn(db, 'o', 'o/r', query)),
  ...pages('robots of an account', ['login', '-login'], (db, query) => listRobots(db, { accountId: 'a' }, query)),
  { title: 'robots of an organization', list: (db) => listRobots(db, { organizationId: 'o' }, { limit: 50 }) },
  { title: 'what robots are granted', list: (db) => grantRowsOf(db, ['a', 'b']).execute() },
  { title: 'shares', list: (db) => listShares(db, 'r', { limit: 50, state: 'active' }, epoch) },
  ...pages('shared repositories', ['name', '-name', 'sharedAt', '-sharedAt'], (db, query) =>
    listSharedRepositories(db, 'a', query, epoch),
  ),
  ...(['active', 'expired'] as const).map(
    (state): Case => ({
      title: `shared repositories that are ${state}`,
      order: 'by-index',
      list: (db) => listSharedRepositories(db, 'a', { state, q: 'x', limit: 50 }, epoch),
    }),
  ),
  ...pages('images that are shared', ['name', '-pushedAt'], (db, query) =>
    listRepositories(db, everything, undefined, { ...query, shared: 'yes' }, epoch),
  ),
  { title: 'a share that an account received', list: (db) => findReceivedShare(db, 'o/r', 'a') },
  { title: 'what is told of shared repositories', list: (db) => findContents(db, ['a', 'b']) },
  { title: 'shares among changes', list: (db) => listSharesAmong(db, ['a', 'b'], ['r', 's'], epoch) },
  {
    title: 'candidates',
    list: (db) => listCandidates(db, { id: 'o', accountId: 'a' }, 'u', { q: 'x', holder: 'user', pattern: '' }),
    order: 'by-index',
  },
  {
    title: 'robots as candidates',
    list: (db) => listCandidates(db, { id: 'o', accountId: 'a' }, 'u', { q: 'x', holder: 'robot', pattern: 'a*' }),
    order: 'by-index',
  },
  ...pages('all tasks', ['createdAt', '-createdAt'], (db, query) => listJobs(db, everything, query)),
  ...(['unended', 'ended', 'failed'] as const).map((state) => ({
    title: `all tasks that are ${state}`,
    list: (db: Db) => listJobs(db, everything, { state, limit: 50 }),
  })),
  { title: 'tasks of a kind', list: (db) => listJobs(db, everything, { kind: 'k', limit: 50 }), order: 'by-index' },
  { title: 'tasks of an account', list: (db) => listJobs(db, account, { limit: 50 }) },
  { title: 'tasks of a member', list: (db) => listJobs(db, member, { limit: 50 }) },
  { title: 'access keys', list: (db) => listAccessKeys(db, 'u'), order: 'by-index' },
  ...eventFilters.flatMap(([title, filter]): Case[] => [
    { title: `all events ${title}`, order: 'by-index', list: (db) => listEvents(db, {}, { ...filter, limit: 50 }) },
    {
      title: `events of an account ${title}`,
      order: 'by-index',
      list: (db) => listEvents(db, { accountId: 'a' }, { ...filter, limit: 50 }),
    },
    {
      title: `events of a managed organization ${title}`,
      order: 'by-index',
      list: (db) =>
        listEvents(
          db,
          { organizationId: 'o' },
          { ...filter, organization: 'o', from: '2026-01-01T00:00:00Z', limit: 50 },
        ),
    },
  ]),
  {
    title: 'events to export',
    order: 'by-index',
    list: (db) => readEvents(db, { accountId: 'a' }, { type: 't' }, { after: 'x', limit: 50 }),
  },
  { title: 'login commands', list: (db) => listCredentials(db, 'u'), order: 'by-index' },
  ...(['mine', 'robots', 'account', 'server'] as const).flatMap((scope) => [
    {
      title: `refusals: ${scope}`,
      list: (db: Db) => listRefusals(db, member, scope, { limit: 50 }),
      order: 'by-index' as const,
    },
    {
      title: `refusals: ${scope}, some`,
      list: (db: Db) => listRefusals(db, member, scope, { q: 'a', limit: 50 }),
      order: 'by-index' as const,
    },
  ]),
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
