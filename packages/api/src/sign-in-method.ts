import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** How a user signs in: with a password of his own here, or by a provider outside that vouches for him. */
export const signInMethod = z.enum(['password', 'oidc', 'ldap']);
export type SignInMethod = z.output<typeof signInMethod>;

export const signInMethodEndpoints = {
  /** What the sign-in page offers besides users' own passwords. */
  getSignInMethods: endpoint({
    result: z.object({
      /** `label` is the operator's name for the provider. */
      oidc: z.object({ label: z.string().nullable() }).nullable(),
      ldap: z.boolean(),
    }),
  }),
};
