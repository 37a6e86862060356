import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

export const ownIdentity = z.object({
  /** The OpenID Connect provider that the server has; `label` is the operator's name for it. */
  provider: z.object({ label: z.string().nullable() }).nullable(),
  /** By which the caller may sign in besides his password. */
  linked: z.object({ since: time, /** When the provider last vouched for him. */ seenAt: time }).nullable(),
  /** Whether he has a password of his own here: without one he came by an identity, and cannot link or unlink. */
  ownPassword: z.boolean(),
});
export type OwnIdentity = z.output<typeof ownIdentity>;

/** The caller's own identity at the provider. */
export const oidcEndpoints = {
  getIdentity: endpoint({ result: ownIdentity }),
  /**
   * Begins to link one: the browser goes to `address` and comes back to the profile, where `link` in the address says what
   * came of it. 404 where the server has no provider, 409 `no-password` and `identity-linked`.
   */
  beginIdentityLink: endpoint({
    body: z.object({ password: z.string().min(1).max(1024) }),
    result: z.object({ address: z.string() }),
    status: 201,
  }),
  /** Ends the sessions that began by it, but for the caller's. 409 `no-password` for who has no other way in. */
  removeIdentity: endpoint({}),
};
