import { z } from 'zod';

/** Codes of the console API, each with its status; the console translates them, `message` is for logs and curl. */
export const problemStatus = {
  'invalid-input': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'csrf-token-wrong': 403,
  forbidden: 403,
  'entry-refused': 403,
  'password-change-needed': 403,
  'quota-used-up': 403,
  'network-refused': 403,
  'not-found': 404,
  'name-taken': 409,
  'not-empty': 409,
  'image-public': 409,
  'not-on-yourself': 409,
  'would-lock-out': 409,
  'no-password': 409,
  'second-factor-on': 409,
  'identity-linked': 409,
  'not-on-own-account': 409,
  'too-large': 413,
  'archive-refused': 422,
  'too-many-attempts': 429,
  internal: 500,
  unavailable: 503,
  'storage-full': 507,
} as const;
export type ProblemCode = keyof typeof problemStatus;

export const problem = z.object({
  code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  message: z.string(),
  requestId: z.string(),
  /** Facts for the message: the level wanted, who can grant it, seconds to wait ... */
  detail: z.record(z.string(), z.unknown()).default({}),
  /** For `invalid-input`: what is wrong with which field (`body.name`), a word the console translates. */
  fields: z.array(z.object({ field: z.string(), problem: z.string() })).default([]),
});
export type Problem = z.output<typeof problem>;
