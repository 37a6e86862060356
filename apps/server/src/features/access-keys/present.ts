import type { AccessKey } from '@wharf/api';
import { isoTime } from '../iso-time.ts';

export interface AccessKeyRow {
  id: string;
  created_at: number;
  disabled_at: number | null;
  last_used_at: number | null;
  last_used_address: string | null;
}

export function presentAccessKey(row: AccessKeyRow): AccessKey {
  return {
    id: row.id,
    createdAt: isoTime(row.created_at),
    lastUsedAt: isoTime(row.last_used_at),
    lastUsedFrom: row.last_used_address,
    state: row.disabled_at === null ? 'active' : 'disabled',
  };
}
