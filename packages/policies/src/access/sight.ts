import type { Actor } from './actor.ts';

/**
 * Which organizations and images an actor sees in lists, besides public organizations, which everybody known sees: the same
 * as `seesOrganization` and `levelOnRepository` tell of each.
 */
export type Sight =
  | { kind: 'all' }
  | { kind: 'account'; accountId: string }
  /** What the grants of this user or robot cover, in his account. */
  | { kind: 'granted'; accountId: string; holder: { kind: 'user' | 'robot'; id: string } }
  | { kind: 'nothing' };

export function sightOf(actor: Actor): Sight {
  if (actor.kind === 'anonymous') return { kind: 'nothing' };
  const { accountId, id, kind } = actor;
  if (actor.kind === 'robot' || actor.role === 'member') return { kind: 'granted', accountId, holder: { kind, id } };
  return actor.role === 'system-administrator' ? { kind: 'all' } : { kind: 'account', accountId };
}
