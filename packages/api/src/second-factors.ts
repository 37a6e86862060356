import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';
import { session } from './sessions.ts';
import { signInMethod } from './sign-in-method.ts';

const password = z.string().min(1).max(1024);
/** Six digits of an app, or a recovery code; however it is spaced. */
const code = z.string().trim().min(1).max(64);

export const secondFactor = z.object({
  method: signInMethod,
  /** Since when a code is asked for at sign-in; null: it is not. */
  since: time.nullable(),
  recoveryCodesLeft: z.number(),
});
export type SecondFactor = z.output<typeof secondFactor>;

const recoveryCodes = z.object({
  /** Shown this once. */
  recoveryCodes: z.array(z.string()),
});

export const secondFactorEndpoints = {
  /** The second step of a sign-in: `ticket` is what the first one gave. */
  completeSignIn: endpoint({ body: z.object({ ticket: z.string().min(1).max(128), code }), result: session }),
  /** The caller's own. */
  getSecondFactor: endpoint({ result: secondFactor }),
  /** Makes a secret for the app. Nothing asks for its codes before one of them confirmed it. */
  beginSecondFactor: endpoint({
    body: z.object({ password }),
    result: z.object({ secret: z.string(), uri: z.string() }),
    status: 201,
  }),
  /** Ends the user's other sessions. */
  confirmSecondFactor: endpoint({ body: z.object({ code }), result: recoveryCodes }),
  /** Ten new ones in place of all earlier ones. */
  createRecoveryCodes: endpoint({ body: z.object({ password }), result: recoveryCodes, status: 201 }),
  removeSecondFactor: endpoint({ body: z.object({ password }) }),
  /** For account administrators: the user signs in by his password alone from then on. Ends his sessions. */
  resetSecondFactor: endpoint({ params: z.object({ user: z.string() }) }),
};
