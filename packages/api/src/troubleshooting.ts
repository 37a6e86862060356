import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { networkDoor } from './network.ts';
import { time } from './page.ts';
import { refusal } from './refusals.ts';

const name = z.string().min(1).max(260);

const certificateInChain = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Host names and addresses that it is for. */
  names: z.array(z.string()),
  expiresAt: time,
  fingerprint: z.string(),
});

/** Finds out why a client fails. Nothing of what is asked here is kept. */
export const troubleshootingEndpoints = {
  /** What a client's error text is about; the refusal whose id stands in it, where the caller may see that. */
  createDiagnosis: endpoint({
    body: z.object({ text: z.string().max(100_000) }),
    result: z.object({
      /** A word that the console explains; null for a text that nobody knows. */
      cause: z.string().nullable(),
      facts: z.object({
        refusal: z.string().optional(),
        host: z.string().optional(),
        repository: z.string().optional(),
        reference: z.string().optional(),
        status: z.number().optional(),
        platform: z.string().optional(),
        names: z.string().optional(),
      }),
      refusal: refusal.nullable(),
    }),
  }),

  /** Whether somebody may do something to an image, as the registry would decide it now. About others: for who manages. */
  createAccessCheck: endpoint({
    body: z.object({
      /** `account`: any user of it, by what is public or shared with the account. */
      subject: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('me') }),
        z.object({ kind: z.enum(['user', 'robot', 'account']), name }),
      ]),
      /** Full name. */
      repository: name,
      action: z.enum(['pull', 'push', 'delete']),
    }),
    result: z.object({
      allowed: z.boolean(),
      subject: z.string(),
      /** Why it is allowed: `level`, `public`, `public-organization`, `share`. */
      because: z.string().nullable(),
      /** Why not, a reason as in refusals. */
      reason: z.string().nullable(),
      held: z.string().nullable(),
      wanted: z.string().nullable(),
      /** What a client would print, in English; null when it is allowed. */
      message: z.string().nullable(),
    }),
  }),

  /**
   * Whether a login works: with its password as a client would log in (wrong ones count as tries), or by the name of one of the
   * caller's own alone.
   */
  createCredentialCheck: endpoint({
    body: z.object({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000).optional() }),
    result: z.object({
      /** `unknown`: not one of the caller's. */
      state: z.enum(['works', 'refused', 'unknown']),
      reason: z.string().nullable(),
      kind: z.enum(['password', 'temporary-login', 'access-key', 'robot']).nullable(),
      expiresAt: time.nullable(),
      lastUsedAt: time.nullable(),
      /** How long nothing is looked at, after too many wrong ones. */
      retryAfterSeconds: z.number().nullable(),
    }),
  }),

  /** How the server sees the caller. */
  getConnection: endpoint({
    result: z.object({
      address: z.string(),
      /** A proxy says that it brings the request. */
      forwarded: z.boolean(),
      /** By which network rule. */
      door: networkDoor.nullable(),
      /** `https://registry.example` as it stands in commands. */
      origin: z.string(),
      time,
    }),
  }),

  /** The certificate that clients see. Only of an address of this server: the one by which the caller came, or its public one. */
  createCertificateCheck: endpoint({
    body: z.object({ address: z.string().trim().max(300) }),
    result: z.object({
      /** `plain`: no TLS at all. `elsewhere`: before this server, at an address that it does not know to be its own. */
      state: z.enum(['read', 'plain', 'elsewhere', 'unreachable']),
      host: z.string(),
      /** Whether it is for that host, and in time; null when there is none to look at. */
      forHost: z.boolean().nullable(),
      inTime: z.boolean().nullable(),
      /** Whether a client trusts it that was told nothing. */
      trusted: z.boolean().nullable(),
      /** The server's own first. */
      chain: z.array(certificateInChain),
    }),
  }),
};
