import type { Actor } from '../access/index.ts';

export type RefusalScope = 'mine' | 'robots' | 'account' | 'server';

/**
 * Whose refusals an actor may look at; `robots` are those of the organizations that he manages. Those of nobody known are the
 * server's alone: they tell what strangers try.
 */
export function refusalScopesOf(actor: Actor): RefusalScope[] {
  if (actor.kind !== 'user') return [];
  switch (actor.role) {
    case 'member':
      return ['mine', 'robots'];
    case 'account-administrator':
      return ['mine', 'robots', 'account'];
    case 'system-administrator':
      return ['mine', 'robots', 'account', 'server'];
  }
}
