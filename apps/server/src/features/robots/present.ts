import type { Robot, RobotGrant } from '@wharf/api';
import { isoTime } from '../iso-time.ts';

export interface RobotRow {
  id: string;
  account_id: string;
  organization_id: string | null;
  organization: string | null;
  name: string;
  login: string;
  description: string;
  created_at: number;
  created_by: string;
  rotated_at: number | null;
  expires_at: number | null;
  disabled_at: number | null;
  last_used_at: number | null;
  last_used_address: string | null;
}

export function presentRobot(row: RobotRow, grants: RobotGrant[], now: Date): Robot {
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    organization: row.organization,
    description: row.description,
    state: stateOf(row, now),
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
    rotatedAt: isoTime(row.rotated_at),
    expiresAt: isoTime(row.expires_at),
    lastUsedAt: isoTime(row.last_used_at),
    lastUsedFrom: row.last_used_address,
    grants,
  };
}

function stateOf({ disabled_at, expires_at }: RobotRow, now: Date): Robot['state'] {
  if (disabled_at !== null) return 'disabled';
  return expires_at !== null && expires_at <= now.getTime() ? 'expired' : 'active';
}
