import type { Actor } from './actor.ts';

/** Which organizations an actor sees in lists: the same ones on which `levelOn` gives him a level. */
export type Sight =
  | { kind: 'all' }
  | { kind: 'account'; accountId: string }
  /** Those of his account on which he has a grant. */
  | { kind: 'granted'; accountId: string; userId: string }
  | { kind: 'nothing' };

export function sightOf(actor: Actor): Sight {
  if (actor.kind === 'anonymous') return { kind: 'nothing' };
  switch (actor.role) {
    case 'system-administrator':
      return { kind: 'all' };
    case 'account-administrator':
      return { kind: 'account', accountId: actor.accountId };
    case 'member':
      return { kind: 'granted', accountId: actor.accountId, userId: actor.id };
  }
}
