import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

export const accessKey = z.object({
  /** `WK...`: the user name of `docker login`. */
  id: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  /** The client's address then. */
  lastUsedFrom: z.string().nullable(),
  state: z.enum(['active', 'disabled']),
});
export type AccessKey = z.output<typeof accessKey>;

const params = z.object({ key: z.string() });

/** The caller's own long-term credentials. */
export const accessKeyEndpoints = {
  listAccessKeys: endpoint({ result: z.object({ items: z.array(accessKey), limit: z.number() }) }),
  /** The secret is in this answer and nowhere else. */
  createAccessKey: endpoint({ result: accessKey.extend({ secret: z.string() }), status: 201 }),
  updateAccessKey: endpoint({ params, body: z.object({ disabled: z.boolean() }), result: accessKey }),
  removeAccessKey: endpoint({ params }),
};
