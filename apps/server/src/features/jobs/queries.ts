import type { Database } from '@wharf/db';
import { type Actor, type Sight, sightOf } from '@wharf/policies/access';
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { listPage, type PageQuery, readSort } from '../list-page.ts';

/** Jobs that the actor may see and cancel: his own, and those of what he manages. Used by the list and by each look-up. */
function jobInSight(actor: Actor) {
  const sight = sightOf(actor);
  return (eb: ExpressionBuilder<Database, 'jobs'>): Expression<SqlBool> => {
    if (sight.kind === 'all') return sql<SqlBool>`1 = 1`;
    if (sight.kind === 'nothing' || actor.kind !== 'user') return sql<SqlBool>`1 = 0`;
    // A union, because each part has its index, and an "or" of them has none.
    const own = eb.selectFrom('jobs as own').select('own.id').where('own.author_id', '=', actor.id);
    const managed = eb.selectFrom('jobs as managed').select('managed.id');
    const seen =
      sight.kind === 'account'
        ? managed.where('managed.account_id', '=', sight.accountId)
        : managed.where('managed.organization_id', 'in', managedOrganizations(eb, sight));
    return eb('jobs.id', 'in', own.union(seen));
  };
}

function managedOrganizations(
  eb: ExpressionBuilder<Database, 'jobs'>,
  { holder, accountId }: Extract<Sight, { kind: 'granted' }>,
) {
  return eb
    .selectFrom('grants')
    .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
    .select('organizations.id')
    .where('grants.user_id', '=', holder.id)
    .where('grants.pattern', '=', '')
    .where('grants.level', '=', 'manage')
    .where('organizations.account_id', '=', accountId);
}

function seenJobs(db: Kysely<Database>, actor: Actor) {
  return db.selectFrom('jobs').where(jobInSight(actor));
}

function jobRows(db: Kysely<Database>, actor: Actor) {
  return seenJobs(db, actor).select((eb) => [
    'jobs.id',
    'jobs.kind',
    'jobs.params',
    'jobs.state',
    'jobs.waits_for',
    'jobs.attempts',
    'jobs.run_at',
    'jobs.cancel_requested_at',
    'jobs.progress',
    'jobs.result',
    'jobs.error',
    'jobs.author_id',
    'jobs.author_name',
    'jobs.account_id',
    'jobs.organization_id',
    'jobs.created_at',
    'jobs.started_at',
    'jobs.ended_at',
    eb
      .selectFrom('organizations')
      .select('organizations.name')
      .whereRef('organizations.id', '=', 'jobs.organization_id')
      .as('organization'),
  ]);
}

export type JobRow = NonNullable<Awaited<ReturnType<typeof findJob>>>;

export interface JobsQuery extends PageQuery {
  sort?: 'createdAt' | '-createdAt' | undefined;
  state?: 'unended' | 'ended' | JobRow['state'] | undefined;
  kind?: string | undefined;
}

/** The jobs that the actor sees; the newest first, unless told. */
export async function listJobs(db: Kysely<Database>, actor: Actor, query: JobsQuery) {
  const wanted = (eb: ExpressionBuilder<Database, 'jobs'>): Expression<SqlBool> => {
    const parts: Expression<SqlBool>[] = [];
    if (query.kind !== undefined) parts.push(eb('jobs.kind', '=', query.kind));
    if (query.state === 'ended') parts.push(eb('jobs.ended_at', 'is not', null));
    else if (query.state === 'unended') parts.push(eb('jobs.ended_at', 'is', null));
    else if (query.state !== undefined) parts.push(eb('jobs.state', '=', query.state));
    return eb.and(parts);
  };
  const { direction } = readSort(query.sort ?? '-createdAt');
  const sort = { columns: [{ column: 'jobs.id', output: 'id', type: 'text' }], direction } as const;
  return await listPage(db, jobRows(db, actor).where(wanted), seenJobs(db, actor).where(wanted), sort, query);
}

/** Undefined when it is not there, or not in the actor's sight. */
export async function findJob(db: Kysely<Database>, actor: Actor, id: string) {
  return await jobRows(db, actor).where('jobs.id', '=', id).executeTakeFirst();
}
