import type { Operation } from '@wharf/api';
import type { Request } from 'express';
import type { CurrentSession } from '../auth/sessions.ts';
import { ApiError } from './problem.ts';
import { contextOf } from './request-context.ts';

/** All that a session is good for while its user's password is one that somebody else set. */
const withForeignPassword: readonly (Operation | undefined)[] = [
  'getSession',
  'changePassword',
  'signOut',
  'signOutEverywhere',
];

/**
 * The session that a request comes with, fit for its operation; for what is no operation of the contract (downloads, streams), too.
 * @throws ApiError `not-signed-in`, `password-change-needed`
 */
export function signedIn(request: Request): CurrentSession {
  const { session, operation } = contextOf(request);
  if (!session) throw new ApiError('not-signed-in', 'sign in first');
  if (session.mustChangePassword && !withForeignPassword.includes(operation)) {
    throw new ApiError('password-change-needed', 'your password was set by somebody else: choose another one first', {
      detail: { reason: 'password-change-needed' },
    });
  }
  return session;
}
