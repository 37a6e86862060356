import type { Session, SessionItem } from '@wharf/api';
import type { CurrentSession } from '../../auth/sessions.ts';
import { isoTime } from '../iso-time.ts';

export function presentSession({
  actor,
  account,
  csrfToken,
  mustChangePassword,
}: Pick<CurrentSession, 'actor' | 'account' | 'csrfToken' | 'mustChangePassword'>): Session {
  return { user: { id: actor.id, name: actor.name, role: actor.role, account }, csrfToken, mustChangePassword };
}

export function presentSessionItem(
  row: { id: string; address: string; user_agent: string; created_at: number; used_at: number },
  currentId: string,
): SessionItem {
  return {
    id: row.id,
    current: row.id === currentId,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: isoTime(row.created_at),
    usedAt: isoTime(row.used_at),
  };
}
