import type { RefusalScope } from '@wharf/api';
import type { Database } from '@wharf/db';
import { type Expression, type ExpressionBuilder, expressionBuilder, type Kysely, type SqlBool } from 'kysely';
import type { UserActor } from '../auth/user-actor.ts';
import { contains, listPage, type PageQuery } from '../features/list-page.ts';
import { organizationManaged } from '../features/sight.ts';

const columns = [
  'id',
  'created_at',
  'last_at',
  'count',
  'user_id',
  'robot_id',
  'actor_name',
  'proven',
  'address',
  'client',
  'method',
  'operation',
  'repository',
  'reference',
  'status',
  'code',
  'reason',
  'rule',
  'message',
  'detail',
] as const;

export type RefusalRow = NonNullable<Awaited<ReturnType<typeof findRefusal>>>;

export interface RefusalsQuery extends PageQuery {
  reason?: string | undefined;
}

function managedRobots(actor: UserActor) {
  return expressionBuilder<Database, never>()
    .selectFrom('robots')
    .select('robots.id')
    .where(organizationManaged<'robots'>(actor, (eb) => eb.ref('robots.organization_id').$castTo<string>()));
}

function inScope(actor: UserActor, scope: RefusalScope) {
  return (eb: ExpressionBuilder<Database, 'refusals'>): Expression<SqlBool> => {
    if (scope === 'mine') return eb('refusals.user_id', '=', actor.id);
    const ofAccount = eb('refusals.account_id', '=', actor.accountId);
    // Read in the account's order; which of them are the robots' is looked up once.
    if (scope === 'robots') return eb.and([ofAccount, eb('refusals.robot_id', 'in', managedRobots(actor))]);
    return scope === 'account'
      ? ofAccount
      : // For the planner: all of them, by the index.
        eb('refusals.last_at', '>', 0);
  };
}

/** The refusals of `scope`, the newest first; whether the actor may see that scope is the service's to decide. */
export async function listRefusals(db: Kysely<Database>, actor: UserActor, scope: RefusalScope, query: RefusalsQuery) {
  const wanted = (eb: ExpressionBuilder<Database, 'refusals'>): Expression<SqlBool> => {
    const parts = [inScope(actor, scope)(eb)];
    if (query.reason !== undefined) parts.push(eb('refusals.reason', '=', query.reason));
    if (query.q) parts.push(contains('refusals.repository', query.q));
    return eb.and(parts);
  };
  const rows = db.selectFrom('refusals').where(wanted);
  const sort = {
    columns: [
      { column: 'refusals.last_at', output: 'last_at', type: 'number' },
      { column: 'refusals.id', output: 'id', type: 'text' },
    ],
    direction: 'desc',
  } as const;
  return await listPage(db, rows.select(columns), rows, sort, query);
}

/** Undefined when it is not there, or in none of `scopes`. */
export async function findRefusal(db: Kysely<Database>, actor: UserActor, scopes: readonly RefusalScope[], id: string) {
  return await db
    .selectFrom('refusals')
    .select(columns)
    .where('id', '=', id)
    .where((eb) => eb.or(scopes.map((scope) => inScope(actor, scope)(eb))))
    .executeTakeFirst();
}
