import type { Database } from '@wharf/db';
import { type Actor, sightOf } from '@wharf/policies/access';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';

/** Whether the organization with the id `id` is in the actor's sight: the condition of every list. */
export function inSight<T extends keyof Database>(
  actor: Actor,
  id: (eb: ExpressionBuilder<Database, T>) => Expression<string>,
) {
  const sight = sightOf(actor);
  return (eb: ExpressionBuilder<Database, T>): Expression<SqlBool> => {
    const any = eb as unknown as ExpressionBuilder<Database, 'organizations'>;
    switch (sight.kind) {
      case 'all':
        return sql<SqlBool>`1 = 1`;
      case 'nothing':
        return sql<SqlBool>`1 = 0`;
      case 'account':
        return any(
          id(eb),
          'in',
          any.selectFrom('organizations as own').select('own.id').where('own.account_id', '=', sight.accountId),
        );
      case 'granted':
        return any(
          id(eb),
          'in',
          any
            .selectFrom('grants as held')
            .innerJoin('organizations as own', 'own.id', 'held.organization_id')
            .select('own.id')
            .where('held.user_id', '=', sight.userId)
            .where('own.account_id', '=', sight.accountId),
        );
    }
  };
}
