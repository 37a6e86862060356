import type { Author } from '@wharf/registry';
import type { KnownActor } from './actors.ts';

/** A user or robot as what he does names him. */
export function authorOf(actor: KnownActor): Author {
  return { id: actor.id, name: actor.name, ...(actor.came ? { came: actor.came } : {}) };
}
