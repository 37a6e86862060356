import type { Author } from '@wharf/registry';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { type Portion, type Restored, restorePart } from './restore-part.ts';

type Db = Kysely<Database>;

/** Tags or manifests that one transaction brings back at most: others wait for it. */
const restoringStep = 500;

export type { Restored };

/**
 * Brings back what a deletion took, referrers included: in one transaction, or in steps when it is much; what an
 * interrupted one left can be restored like the rest. Undefined when the deletion is gone or has expired.
 * @param options.overwrite tags that exist again move back
 */
export async function restoreDeletion(
  db: Db,
  id: string,
  by: Author,
  at: Date,
  { overwrite = false, step = restoringStep }: { overwrite?: boolean; step?: number } = {},
): Promise<Restored | undefined> {
  const part = (pick: Portion) =>
    db.transaction().execute((trx) => restorePart(trx, id, by, at, { overwrite, limit: step, pick }));
  const size = await db
    .selectFrom('deletions')
    .select(['tag_count', 'manifest_count'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!size) return undefined;
  if (size.tag_count <= step && size.manifest_count <= 4 * step) return part({ of: 'all' });
  return inSteps(part);
}

async function inSteps(part: (pick: Portion) => ReturnType<typeof restorePart>): Promise<Restored | undefined> {
  let sum: Restored | undefined;
  const add = (one: Restored) => {
    sum = sum
      ? {
          ...sum,
          tags: sum.tags + one.tags,
          manifests: sum.manifests + one.manifests,
          conflicts: [...sum.conflicts, ...one.conflicts],
          lost: [...sum.lost, ...one.lost],
        }
      : one;
  };
  for (let after: string | undefined = ''; after !== undefined; ) {
    const one: Awaited<ReturnType<typeof part>> = await part({ of: 'tags', after });
    if (one) add(one);
    after = one?.last;
  }
  const conflicts = new Set(sum?.conflicts.map(({ digest }) => digest));
  const revived = new Set<string>();
  for (let after: string | undefined = ''; after !== undefined; ) {
    const one: Awaited<ReturnType<typeof part>> = await part({ of: 'manifests', after, conflicts, revived });
    if (one) add(one);
    after = one?.last;
  }
  return sum;
}
