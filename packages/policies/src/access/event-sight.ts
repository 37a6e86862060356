import type { Actor } from './actor.ts';

/** Which events an actor may read. */
export type EventSight =
  | { kind: 'all' }
  | { kind: 'account'; accountId: string }
  /** Of one organization at a time, where he holds manage. */
  | { kind: 'managed' };

/** What of the record of events an actor may read; nothing more than he administers. */
export function eventSightOf(actor: Actor): EventSight {
  if (actor.kind === 'user') {
    if (actor.role === 'system-administrator') return { kind: 'all' };
    if (actor.role === 'account-administrator') return { kind: 'account', accountId: actor.accountId };
  }
  return { kind: 'managed' };
}
