import type { EntryFacts } from '@wharf/policies/access';

/** Columns of a statement over `users` and `accounts`, for `entryFacts`. */
export const entryColumns = [
  'users.disabled_at as user_disabled_at',
  'accounts.disabled_at as account_disabled_at',
  'users.console_access',
  'users.programmatic_access',
  'users.must_change_password',
] as const;

export interface EntryRow {
  user_disabled_at: number | null;
  account_disabled_at: number | null;
  console_access: 0 | 1;
  programmatic_access: 0 | 1;
  must_change_password: 0 | 1;
}

export function entryFacts(row: EntryRow): EntryFacts {
  return {
    userDisabled: row.user_disabled_at !== null,
    accountDisabled: row.account_disabled_at !== null,
    consoleAccess: row.console_access === 1,
    programmaticAccess: row.programmatic_access === 1,
    mustChangePassword: row.must_change_password === 1,
  };
}
