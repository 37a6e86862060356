import type { Author } from '@wharf/registry';
import type { UserActor } from './user-actor.ts';

/** A user as what he does names him. */
export function authorOf(actor: UserActor): Author {
  return { id: actor.id, name: actor.name, ...(actor.came ? { came: actor.came } : {}) };
}
