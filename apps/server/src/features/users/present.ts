import type { User } from '@wharf/api';
import type { Role } from '@wharf/policies/access';
import { isoTime } from '../iso-time.ts';

export function presentUser(row: {
  id: string;
  name: string;
  role: Role;
  disabled_at: number | null;
  created_at: number;
  last_signed_in_at: number | null;
}): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    disabled: row.disabled_at !== null,
    createdAt: isoTime(row.created_at),
    lastSignedInAt: isoTime(row.last_signed_in_at),
  };
}
