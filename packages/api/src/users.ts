import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { accountName } from './names.ts';
import { page, pageQuery, time } from './page.ts';
import { signInMethod } from './sign-in-method.ts';

export const role = z.enum(['member', 'account-administrator', 'system-administrator']);
export const userName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'user-name');
/** Length beats rules (NIST SP 800-63B, 5.1.1.2). */
export const newPassword = z.string().min(10, 'password-short').max(1024, 'password-long');

export const user = z.object({
  id: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  /** May sign in to the console. */
  consoleAccess: z.boolean(),
  /** May log in with clients. */
  programmaticAccess: z.boolean(),
  /** Somebody else set the password: the console asks for a new one at the next sign-in. */
  mustChangePassword: z.boolean(),
  method: signInMethod,
  /** Whether signing in asks for a code besides the password. */
  secondFactor: z.boolean(),
  createdAt: time,
  lastSignedInAt: time.nullable(),
});
export type User = z.output<typeof user>;

/** Of which account; without it, the caller's own. Another one only for system administrators. */
const inAccount = z.object({ account: accountName.optional() });

/** For account administrators; users are those of the caller's account. System administrators reach those of all accounts. */
export const userEndpoints = {
  listUsers: endpoint({ query: pageQuery(['name', '-name']).extend(inAccount.shape), result: page(user) }),
  createUser: endpoint({
    body: inAccount.extend({
      name: userName,
      password: newPassword,
      role: role.default('member'),
      consoleAccess: z.boolean().default(true),
      programmaticAccess: z.boolean().default(true),
      mustChangePassword: z.boolean().default(false),
    }),
    result: user,
    status: 201,
  }),
  /**
   * A new password or `disabled` ends the user's sessions and temporary logins; an access switched off ends what came that way.
   * Nobody can disable or demote himself.
   */
  updateUser: endpoint({
    params: z.object({ user: z.string() }),
    body: z.object({
      role: role.optional(),
      disabled: z.boolean().optional(),
      password: newPassword.optional(),
      /** Together with `password`. */
      mustChangePassword: z.boolean().optional(),
      consoleAccess: z.boolean().optional(),
      programmaticAccess: z.boolean().optional(),
    }),
    result: user,
  }),
  /** His grants, credentials and sessions go with him; what he did stays told under his name. Nobody can delete himself. */
  removeUser: endpoint({ params: z.object({ user: z.string() }) }),
};
