import type { Database } from '@wharf/db';
import type { ResourceTag, ResourceTagFilter } from '@wharf/oci';
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';

type Marked = 'organizations' | 'repositories';
type Owner = 'organization_id' | 'repository_id';
type AnyEb = ExpressionBuilder<Database, Marked>;

const ownerOf: Record<Marked, Owner> = { organizations: 'organization_id', repositories: 'repository_id' };

/** A filter, and the key so rare that its resources are best gathered first. */
export interface PlannedFilter {
  conditions: readonly ResourceTagFilter[];
  rare: string | undefined;
}

/** Up to as many resources are cheaper to gather and to put in order than the list is to walk through. */
const few = 500;

/** Finds out which way through the indexes is the short one. */
export async function planFilter(
  db: Kysely<Database>,
  table: Marked,
  conditions: readonly ResourceTagFilter[] | undefined,
): Promise<PlannedFilter | undefined> {
  if (!conditions || conditions.length === 0) return undefined;
  for (const condition of conditions) {
    const beyond = await markedBy(db, ownerOf[table], condition).limit(1).offset(few).executeTakeFirst();
    if (!beyond) return { conditions, rare: condition.key };
  }
  return { conditions, rare: undefined };
}

/** Whether the resource has, for each key of `filter`, one of the values asked for. */
export function markedWith<T extends Marked>(table: T, filter: PlannedFilter | undefined) {
  const owner = ownerOf[table];
  return (eb: ExpressionBuilder<Database, T>): Expression<SqlBool> => {
    const any = eb as unknown as AnyEb;
    return any.and(
      (filter?.conditions ?? []).map((condition) => {
        if (condition.key === filter?.rare)
          return sql<SqlBool>`${any.ref(`${table}.id`)} in ${markedBy(any, owner, condition)}`;
        const one = any
          .selectFrom('resource_tags')
          .select('resource_tags.key')
          .where('resource_tags.resource_id', '=', any.ref(`${table}.id`))
          .where('resource_tags.key', '=', condition.key);
        const { values } = condition;
        // A value, not `exists`, which SQLite would make a join of, and then put the rows in order after reading.
        return any(values.length > 0 ? one.where('resource_tags.value', 'in', values) : one, 'is not', null);
      }),
    );
  };
}

/** The resources with one of the condition's values: a range of an index. */
function markedBy(eb: Pick<AnyEb, 'selectFrom'> | Kysely<Database>, owner: Owner, { key, values }: ResourceTagFilter) {
  const marked = (eb as Kysely<Database>)
    .selectFrom('resource_tags')
    .select(`resource_tags.${owner}`)
    .where('resource_tags.key', '=', key)
    .where(`resource_tags.${owner}`, 'is not', null);
  return values.length > 0 ? marked.where('resource_tags.value', 'in', values) : marked;
}

/** The resource tags of these organizations or repositories, by id, in the order of their keys. */
export async function listResourceTags(
  db: Kysely<Database>,
  resourceIds: readonly string[],
): Promise<Map<string, ResourceTag[]>> {
  const found = new Map<string, ResourceTag[]>();
  if (resourceIds.length === 0) return found;
  const rows = await db
    .selectFrom('resource_tags')
    .select(['resource_id', 'key', 'value'])
    .where('resource_id', 'in', resourceIds)
    .orderBy('resource_id')
    .orderBy('key')
    .execute();
  for (const { resource_id: id, key, value } of rows) {
    const tags = found.get(id);
    if (tags) tags.push({ key, value });
    else found.set(id, [{ key, value }]);
  }
  return found;
}
