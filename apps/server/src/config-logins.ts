import { integer, option } from './config-values.ts';

/** For how long who has come in stays in: tokens, temporary logins, sessions. */
export const loginOptions = {
  tokenMinutes: option(
    {
      env: 'WHARF_TOKEN_MINUTES',
      about: 'Minutes that a registry token lives.',
      allowed: 'a whole number from 1 to 60',
    },
    integer(1, 60).default(5),
  ),
  temporaryLoginHours: option(
    {
      env: 'WHARF_TEMPORARY_LOGIN_HOURS',
      about: 'Hours that a temporary login command works, unless whoever makes it chooses others.',
      allowed: 'a whole number from 1 to 720',
    },
    integer(1, 720).default(6),
  ),
  temporaryLoginMaxHours: option(
    {
      env: 'WHARF_TEMPORARY_LOGIN_MAX_HOURS',
      about: 'Hours that a temporary login command may be made to work at most.',
      allowed: 'a whole number from 1 to 720, not below WHARF_TEMPORARY_LOGIN_HOURS',
    },
    integer(1, 720).default(24),
  ),
  sessionIdleMinutes: option(
    {
      env: 'WHARF_SESSION_IDLE_MINUTES',
      about: 'Minutes without use after which a console session ends.',
      allowed: 'a whole number from 1 to 43200',
    },
    integer(1, 43_200).default(60),
  ),
  sessionHours: option(
    {
      env: 'WHARF_SESSION_HOURS',
      about: 'Hours after which a console session ends in any case.',
      allowed: 'a whole number from 1 to 720',
    },
    integer(1, 720).default(12),
  ),
};

/** What is wrong with the options together; nothing while one of them is wrong by itself. */
export function loginContradictions({
  temporaryLoginHours,
  temporaryLoginMaxHours,
}: Record<string, unknown>): string[] {
  if (typeof temporaryLoginHours !== 'number' || typeof temporaryLoginMaxHours !== 'number') return [];
  if (temporaryLoginHours <= temporaryLoginMaxHours) return [];
  return [
    `WHARF_TEMPORARY_LOGIN_HOURS is ${temporaryLoginHours}, more than WHARF_TEMPORARY_LOGIN_MAX_HOURS allows: ${temporaryLoginMaxHours}`,
  ];
}
