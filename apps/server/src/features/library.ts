import type { Database } from '@wharf/db';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';

/**
 * Where clients look for images without an organization. The server makes it at its first start; later only who manages the
 * server may.
 */
export const libraryName = 'library';

/** Whether the row of `organizations` takes one of those that its account may have: the library is the server's. */
export function takesQuota(eb: ExpressionBuilder<Database, 'organizations'>): Expression<SqlBool> {
  return eb('organizations.name', '!=', libraryName);
}
