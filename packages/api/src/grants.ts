import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { level, organizationParams } from './names.ts';
import { page, pageQuery, time } from './page.ts';

export const grant = z.object({
  user: z.object({ id: z.string(), name: z.string(), disabled: z.boolean() }),
  level,
  createdAt: time,
  createdBy: z.string(),
});
export type Grant = z.output<typeof grant>;

const grantParams = organizationParams.extend({ user: z.string() });

/** Needs manage on the organization, but for `listGrants` (read). */
export const grantEndpoints = {
  listGrants: endpoint({ params: organizationParams, query: pageQuery(['name', '-name']), result: page(grant) }),
  /** Users of the account without a grant yet; at most 20, by name. */
  listGrantCandidates: endpoint({
    params: organizationParams,
    query: z.object({ q: z.string().trim().max(200).optional() }),
    result: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
  putGrant: endpoint({ params: grantParams, body: z.object({ level }), result: grant }),
  removeGrant: endpoint({ params: grantParams }),
};
