import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';
import { newPassword, role } from './users.ts';

export const session = z.object({
  user: z.object({ id: z.string(), name: z.string(), role, account: z.string() }),
  /** Goes back in the header `X-CSRF-Token` of everything that is not GET. */
  csrfToken: z.string(),
  /** Somebody else set the password: until it is changed, nothing else is allowed (403 `password-change-needed`). */
  mustChangePassword: z.boolean(),
});
export type Session = z.output<typeof session>;

/** The password was right, and a second factor is awaited: no session yet. */
export const pendingSignIn = z.object({
  secondFactor: z.literal('totp'),
  /** For `completeSignIn`, within five minutes. */
  ticket: z.string(),
});
export type PendingSignIn = z.output<typeof pendingSignIn>;

export const sessionItem = z.object({
  id: z.string(),
  current: z.boolean(),
  address: z.string(),
  userAgent: z.string(),
  createdAt: time,
  usedAt: time,
});
export type SessionItem = z.output<typeof sessionItem>;

export const sessionEndpoints = {
  /** 403 `entry-refused` for who proved the password but may not come in this way; `detail.reason` says why. */
  signIn: endpoint({
    body: z.object({ user: z.string().trim().min(1).max(128), password: z.string().min(1).max(1024) }),
    result: z.union([session, pendingSignIn]),
  }),
  getSession: endpoint({ result: session }),
  signOut: endpoint({
    /** Where the session at the OpenID Connect provider can be ended too. */
    result: z.object({ elsewhere: z.string().nullable() }),
  }),
  listSessions: endpoint({ result: z.object({ items: z.array(sessionItem) }) }),
  removeSession: endpoint({ params: z.object({ session: z.string() }) }),
  signOutEverywhere: endpoint({}),
  /** Ends all other sessions of the user. */
  changePassword: endpoint({ body: z.object({ current: z.string().min(1).max(1024), next: newPassword }) }),
};
