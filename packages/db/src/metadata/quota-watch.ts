import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { checkQuotas } from './keep-quotas.ts';

/**
 * The question of `Metadata.checkQuota`, at no cost where no account has a quota that an upload could pass: that is asked
 * again after `restMs` only. It may come that much late; what is let in is decided at the manifest.
 */
export function createQuotaWatch(db: Kysely<Database>, restMs: number): (name: string) => Promise<void> | undefined {
  let unsetUntil = Number.NEGATIVE_INFINITY;

  async function check(name: string): Promise<void> {
    const bounded = await db
      .selectFrom('accounts')
      .select('id')
      .where((row) => row.or([row('repository_quota', 'is not', null), row('byte_quota', 'is not', null)]))
      .limit(1)
      .executeTakeFirst();
    if (bounded) await checkQuotas(db, name);
    else unsetUntil = performance.now() + restMs;
  }

  return (name) => (performance.now() < unsetUntil ? undefined : check(name));
}
