import type { Grant } from '@wharf/api';
import type { Level } from '@wharf/policies/access';
import { isoTime } from '../iso-time.ts';

export interface GrantRow {
  id: string;
  user_id: string | null;
  robot_id: string | null;
  holder_name: string;
  user_disabled_at: number | null;
  robot_disabled_at: number | null;
  pattern: string;
  level: Level;
  created_at: number;
  created_by: string;
}

export function presentGrant(row: GrantRow): Grant {
  const disabled = (row.user_disabled_at ?? row.robot_disabled_at) !== null;
  const { holder_name: name, pattern, level } = row;
  return {
    id: row.id,
    holder: { ...holderOf(row), name, disabled },
    pattern,
    level,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
  };
}

export function holderOf(row: Pick<GrantRow, 'user_id' | 'robot_id'>): { kind: 'user' | 'robot'; id: string } {
  return row.robot_id === null ? { kind: 'user', id: row.user_id ?? '' } : { kind: 'robot', id: row.robot_id };
}
