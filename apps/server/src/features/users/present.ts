import type { User } from '@wharf/api';
import type { UsersTable } from '@wharf/db';
import type { Selectable } from 'kysely';
import { signInMethodOf } from '../../auth/sign-in-method.ts';
import { isoTime } from '../iso-time.ts';

export type ShownUser = Omit<Selectable<UsersTable>, 'account_id' | 'password_hash'> & {
  provider: string | null;
  second_factor_at: number | null;
};

export function presentUser(row: ShownUser): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    disabled: row.disabled_at !== null,
    consoleAccess: row.console_access === 1,
    programmaticAccess: row.programmatic_access === 1,
    mustChangePassword: row.must_change_password === 1,
    method: signInMethodOf(row.provider),
    secondFactor: row.second_factor_at !== null,
    createdAt: isoTime(row.created_at),
    lastSignedInAt: isoTime(row.last_signed_in_at),
  };
}
