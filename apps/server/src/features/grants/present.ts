import type { Grant } from '@wharf/api';
import type { Level } from '@wharf/policies/access';
import { isoTime } from '../iso-time.ts';

export interface GrantRow {
  user_id: string;
  name: string;
  disabled_at: number | null;
  level: Level;
  created_at: number;
  created_by: string;
}

export function presentGrant(row: GrantRow): Grant {
  return {
    user: { id: row.user_id, name: row.name, disabled: row.disabled_at !== null },
    level: row.level,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
  };
}
