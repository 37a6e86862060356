import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { page, pageQuery, time } from './page.ts';

export const jobStates = ['waiting', 'running', 'succeeded', 'failed', 'cancelled'] as const;

export const jobProgress = z.object({
  done: z.number(),
  /** Null while nobody knows. */
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'items']),
  /** What it does just now, in kebab-case. */
  step: z.string().nullable(),
});
export type JobProgress = z.output<typeof jobProgress>;

export const job = z.object({
  id: z.string(),
  /** In kebab-case: `collect-garbage`, `delete-tags` ... */
  kind: z.string(),
  /** Name of the organization that it works for; null for the server's own. */
  organization: z.string().nullable(),
  /** Full name of the image that it is about, where it is about one. */
  repository: z.string().nullable(),
  state: z.enum(jobStates),
  /**
   * Why a waiting job waits: `turn` (others are before it), `start-time`, `retry` (an attempt failed), `restart` (the
   * server stopped).
   */
  waitsFor: z.string().nullable(),
  /** Attempts begun. */
  attempts: z.number().int(),
  /** When it begins, or began to be due. */
  runAt: time,
  progress: jobProgress.nullable(),
  /** What it gave, of its kind's own shape. */
  result: z.record(z.string(), z.unknown()).nullable(),
  /** Of the last failed attempt: a word in kebab-case, and a sentence in English. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Somebody asked for its end, and it runs yet. */
  cancelling: z.boolean(),
  /** Null for the server itself. */
  author: z.string().nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
});
export type Job = z.output<typeof job>;

const jobParams = z.object({ job: z.string().max(100) });

/**
 * Background work. Seen, and cancelled, by its author and by who manages its organization; the server's own by system
 * administrators. To everybody else it does not exist.
 */
export const jobEndpoints = {
  listJobs: endpoint({
    query: pageQuery(['createdAt', '-createdAt'])
      .omit({ q: true })
      .extend({
        /** `unended`: waiting or running. */
        state: z.enum(['unended', 'ended', ...jobStates]).optional(),
        kind: z.string().max(100).optional(),
      }),
    result: page(job),
  }),
  getJob: endpoint({ params: jobParams, result: job }),
  /** One that has ended stays as it is. A running one ends within a second or two. */
  cancelJob: endpoint({ params: jobParams, result: job }),
};
