import type { Actor } from '../access/index.ts';

export type RefusalScope = 'mine' | 'account' | 'server';

/** Whose refusals an actor may look at. Those of nobody known are the server's alone: they tell what strangers try. */
export function refusalScopesOf(actor: Actor): RefusalScope[] {
  if (actor.kind !== 'user') return [];
  switch (actor.role) {
    case 'member':
      return ['mine'];
    case 'account-administrator':
      return ['mine', 'account'];
    case 'system-administrator':
      return ['mine', 'account', 'server'];
  }
}
