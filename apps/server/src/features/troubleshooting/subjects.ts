import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { robotActor, robotColumns } from '../../auth/actors.ts';
import { actorColumns, userActor } from '../../auth/user-actor.ts';

/** Whom a check is about. */
export interface Subject {
  actor: Extract<Actor, { kind: 'user' | 'robot' }>;
  /** Why whatever he may do, he cannot log in to do it. */
  barred: 'user-disabled' | 'robot-disabled' | 'robot-expired' | undefined;
}

/** Undefined when nobody is named so. */
export async function findSubject(
  db: Kysely<Database>,
  kind: 'user' | 'robot' | 'account',
  name: string,
  now: number,
): Promise<Subject | undefined> {
  if (name.includes('\0')) return undefined;
  switch (kind) {
    case 'user': {
      const row = await db
        .selectFrom('users')
        .select([...actorColumns, 'users.disabled_at'])
        .where('users.name', '=', name)
        .executeTakeFirst();
      return row && { actor: userActor(row), barred: row.disabled_at === null ? undefined : 'user-disabled' };
    }
    case 'robot': {
      const row = await db
        .selectFrom('robots')
        .select([...robotColumns, 'robots.disabled_at', 'robots.expires_at'])
        .where('robots.login', '=', name)
        .executeTakeFirst();
      if (!row) return undefined;
      const expired = row.expires_at !== null && row.expires_at <= now;
      const barred = row.disabled_at !== null ? 'robot-disabled' : expired ? 'robot-expired' : undefined;
      return { actor: robotActor(row), barred };
    }
    case 'account': {
      const row = await db.selectFrom('accounts').select('id').where('name', '=', name).executeTakeFirst();
      // One of its users to whom nothing was granted.
      return row && { actor: { kind: 'user', id: '', name, accountId: row.id, role: 'member' }, barred: undefined };
    }
  }
}
