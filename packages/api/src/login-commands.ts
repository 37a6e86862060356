import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

export const temporaryCredential = z.object({
  id: z.string(),
  login: z.string(),
  createdAt: time,
  expiresAt: time,
  lastUsedAt: time.nullable(),
  /** The client's address then. */
  lastUsedFrom: z.string().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
});
export type TemporaryCredential = z.output<typeof temporaryCredential>;

/** The caller's own temporary logins. */
export const loginCommandEndpoints = {
  listLoginCommands: endpoint({ result: z.object({ items: z.array(temporaryCredential) }) }),
  /** The password is in this answer and nowhere else. */
  createLoginCommand: endpoint({
    /** Whole hours that it works: up to `temporaryLoginMaxHours` of `getServer`, `temporaryLoginHours` without. */
    body: z.object({ hours: z.number().int().min(1, 'hours').max(720, 'hours').optional() }).optional(),
    result: temporaryCredential.extend({ password: z.string(), registryHost: z.string() }),
    status: 201,
  }),
  removeLoginCommand: endpoint({ params: z.object({ credential: z.string() }) }),
};
