import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import { expressionBuilder, type Kysely, sql } from 'kysely';
import { contains } from '../list-page.ts';
import { organizationInSight, repositoryFindable } from '../sight.ts';

type Db = Kysely<Database>;

export function findOrganizations(db: Db, actor: Actor, name: string, limit: number) {
  return db
    .selectFrom('organizations')
    .select('organizations.name')
    .where(organizationInSight<'organizations'>(actor, (eb) => eb.ref('organizations.id')))
    .where(contains('organizations.name', name))
    .orderBy('organizations.name')
    .limit(limit)
    .execute();
}

/** Those in front in which a part of the path begins with the text; both kinds by name, so that reading ends with the limit. */
export async function findRepositories(db: Db, actor: Actor, name: string, limit: number, at: Date) {
  const begins = contains('repositories.name', `/${name}`);
  const first = await namedRepositories(db, actor, name, limit, at).where(begins).execute();
  if (first.length === limit) return first;
  const others = namedRepositories(db, actor, name, limit - first.length, at).where((eb) => eb.not(begins));
  return [...first, ...(await others.execute())];
}

function namedRepositories(db: Db, actor: Actor, name: string, limit: number, at: Date) {
  return db
    .selectFrom('repositories')
    .select(['repositories.id', 'repositories.name', 'repositories.visibility'])
    .where('repositories.pushed_at', 'is not', null)
    .where(repositoryFindable(actor, at))
    .where(contains('repositories.name', name))
    .orderBy('repositories.name')
    .limit(limit);
}

/** Behind every word that begins with `prefix`: tags and digests are ASCII. */
function after(prefix: string): string {
  return `${prefix}\u{7f}`;
}

export function findTagsIn(db: Db, repositoryIds: readonly string[], prefix: string, limit: number) {
  return db
    .selectFrom('tags')
    .select(['tags.repository_id', 'tags.name as word'])
    .where('tags.repository_id', 'in', repositoryIds)
    .where('tags.name', '>=', prefix)
    .where('tags.name', '<', after(prefix))
    .orderBy('tags.name')
    .limit(limit)
    .execute();
}

/** A tag or a digest in a repository. */
export interface Hit {
  repository_id: string;
  word: string;
}

const sources = {
  tag: { table: 'tags', column: 'name', live: sql`` },
  digest: {
    table: 'manifests',
    column: 'digest',
    // From an index that holds just these: see the migration.
    live: sql`and exists (
      select 1 from manifests as live
      where live.repository_id = repositories.id and live.digest = found.word and live.deleted_at is null
    )`,
  },
} as const;

/** Most searches end among the first; where many match and few are seen, asking each repository that is seen is cheaper. */
const lookedThrough = [200, 5000];

type Kind = keyof typeof sources;

/** The words that begin with `prefix`, as `found`; an index's range. */
function beginning(kind: Kind, prefix: string) {
  const { table, column } = sources[kind];
  const [word, repository] = [sql.ref(`${table}.${column}`), sql.ref(`${table}.repository_id`)];
  return {
    words: sql`select ${repository} as repository_id, ${word} as word from ${sql.table(table)}
      where ${word} >= ${prefix} and ${word} < ${after(prefix)}`,
    inOrder: sql`order by ${word}, ${repository}`,
  };
}

/** Of `repositories`, joined to `found`. */
function shown(actor: Actor, kind: Kind, at: Date) {
  const eb = expressionBuilder<Database, 'repositories'>();
  const seen = repositoryFindable(actor, at)(eb);
  return sql`repositories.pushed_at is not null and ${seen} ${sources[kind].live}`;
}

/** Tags or digests that begin with `prefix`, in what the actor sees, in order. */
export async function findByPrefix(
  db: Db,
  actor: Actor,
  kind: Kind,
  prefix: string,
  limit: number,
  at: Date,
): Promise<Hit[]> {
  const { words, inOrder } = beginning(kind, prefix);
  for (const bound of lookedThrough) {
    const { rows } = await sql<Hit>`
      select found.repository_id, found.word
      from (${words} ${inOrder} limit ${bound}) as found
      inner join repositories on repositories.id = found.repository_id
      where ${shown(actor, kind, at)}
      order by found.word, found.repository_id
      limit ${limit}`.execute(db);
    if (rows.length === limit) return rows;
    const beyond = await sql`${words} limit 1 offset ${bound}`.execute(db);
    if (beyond.rows.length === 0) return rows;
  }
  return await findInEach(db, actor, kind, prefix, limit, at);
}

/** The same in no certain order, by asking each repository that the actor sees. */
export async function findInEach(
  db: Db,
  actor: Actor,
  kind: Kind,
  prefix: string,
  limit: number,
  at: Date,
): Promise<Hit[]> {
  // `cross join`: SQLite keeps the order of the loops, with the repositories outside.
  const { rows } = await sql<Hit>`
    select found.repository_id, found.word
    from repositories
    cross join (${beginning(kind, prefix).words}) as found
    where found.repository_id = repositories.id and ${shown(actor, kind, at)}
    limit ${limit}`.execute(db);
  return rows;
}

export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('repositories').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The tags behind the hits. */
export async function tagsAt(db: Db, hits: readonly Hit[]) {
  if (hits.length === 0) return [];
  return await db
    .selectFrom('tags')
    .select(['repository_id', 'name', 'digest', 'pushed_at'])
    .where((eb) =>
      eb.or(hits.map((hit) => eb.and([eb('repository_id', '=', hit.repository_id), eb('name', '=', hit.word)]))),
    )
    .execute();
}

/** The manifests behind the hits, each with a tag that points there. */
export async function manifestsAt(db: Db, hits: readonly Hit[]) {
  if (hits.length === 0) return [];
  return await db
    .selectFrom('manifests')
    .select((eb) => [
      'repository_id',
      'digest',
      'kind',
      eb
        .selectFrom('tags')
        .select((tag) => tag.fn.min<string>('tags.name').as('name'))
        .whereRef('tags.repository_id', '=', 'manifests.repository_id')
        .whereRef('tags.digest', '=', 'manifests.digest')
        .as('tag'),
    ])
    .where((eb) =>
      eb.or(hits.map((hit) => eb.and([eb('repository_id', '=', hit.repository_id), eb('digest', '=', hit.word)]))),
    )
    .execute();
}
