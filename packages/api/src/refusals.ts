import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { page, pageQuery, time } from './page.ts';
import { refusalScopes } from './refusal-scopes.ts';

export const refusal = z.object({
  /** `R-7Q2M-9XKD-4HTB`, as it stood in the answer. */
  id: z.string(),
  createdAt: time,
  lastAt: time,
  /** How often the same was refused between both times. */
  count: z.number().int(),
  /** Null for nobody known. `proven`: the credentials held; else only the login name was given. */
  actor: z.object({ kind: z.enum(['user', 'robot']), name: z.string(), proven: z.boolean() }).nullable(),
  address: z.string(),
  client: z.string(),
  method: z.string(),
  /** `pull`, `push`, `delete`, `login`, or an operation of this API. */
  operation: z.string(),
  repository: z.string().nullable(),
  reference: z.string().nullable(),
  status: z.number().int(),
  code: z.string(),
  /** A stable word; the console has its own sentences for each. */
  reason: z.string(),
  /** In English; `readRule` tells its parts. */
  rule: z.string(),
  /** What the client was told, in English. */
  message: z.string(),
  remedy: z.string(),
  help: z.object({ who: z.string(), names: z.array(z.string()) }),
  /** More of what the answer's `detail` said. */
  facts: z.record(z.string(), z.unknown()),
});
export type Refusal = z.output<typeof refusal>;

/** Requests that were refused in the last 30 days. To who may not see it a refusal does not exist. */
export const refusalEndpoints = {
  /** The newest first. `q` is a part of an image name. */
  listRefusals: endpoint({
    query: pageQuery(['-lastAt']).extend({
      scope: z.enum(refusalScopes).default('mine'),
      reason: z.string().max(60).optional(),
    }),
    result: page(refusal),
  }),
  getRefusal: endpoint({ params: z.object({ refusal: z.string().max(40) }), result: refusal }),
};
