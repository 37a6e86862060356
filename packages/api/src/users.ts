import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { page, pageQuery, time } from './page.ts';

export const role = z.enum(['member', 'account-administrator', 'system-administrator']);
export const userName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'user-name');
/** Length beats rules (NIST SP 800-63B, 5.1.1.2). */
export const newPassword = z.string().min(10, 'password-short').max(1024, 'password-long');

export const user = z.object({
  id: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  createdAt: time,
  lastSignedInAt: time.nullable(),
});
export type User = z.output<typeof user>;

/** For account administrators; users are those of the caller's account. */
export const userEndpoints = {
  listUsers: endpoint({ query: pageQuery(['name', '-name']), result: page(user) }),
  createUser: endpoint({
    body: z.object({ name: userName, password: newPassword, role: role.default('member') }),
    result: user,
    status: 201,
  }),
  /** A new password or `disabled` ends the user's sessions. Nobody can disable or demote himself. */
  updateUser: endpoint({
    params: z.object({ user: z.string() }),
    body: z.object({ role: role.optional(), disabled: z.boolean().optional(), password: newPassword.optional() }),
    result: user,
  }),
};
