import { z } from 'zod';

/** How a user signs in: with a password of his own here, or by a provider outside that vouches for him. */
export const signInMethod = z.enum(['password', 'oidc', 'ldap']);
export type SignInMethod = z.output<typeof signInMethod>;
