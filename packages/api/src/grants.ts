import { repositoryPatternProblem } from '@wharf/oci';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { level, organizationParams, repositoryParams } from './names.ts';
import { page, pageQuery, time } from './page.ts';

const holderKind = z.enum(['user', 'robot']);

/** What a grant covers: empty for the whole organization, `app` for one image, `team-a/*` for all whose path begins so. */
export const grantPattern = z.string().superRefine((pattern, context) => {
  const problem = repositoryPatternProblem(pattern);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

export const grant = z.object({
  id: z.string(),
  /** A user's name, or a robot's login. */
  holder: z.object({ kind: holderKind, id: z.string(), name: z.string(), disabled: z.boolean() }),
  pattern: z.string(),
  level,
  createdAt: time,
  createdBy: z.string(),
});
export type Grant = z.output<typeof grant>;

/** To give or take a grant one manages all that it covers; to see them, one reads the organization or the image. */
export const grantEndpoints = {
  listGrants: endpoint({
    params: organizationParams,
    query: pageQuery(['name', '-name']).extend({
      /** Of users or of robots only. */
      holder: holderKind.optional(),
      /** `whole`: on the whole organization; `images`: on some of its images. */
      covers: z.enum(['whole', 'images']).optional(),
    }),
    result: page(grant),
  }),
  /** Those that cover the image: its own, by a pattern, or on the whole organization. */
  listRepositoryGrants: endpoint({
    params: repositoryParams,
    query: pageQuery(['name', '-name']),
    result: page(grant),
  }),
  /** Users and robots of the account without a grant of this very pattern; at most 20, by name. */
  listGrantCandidates: endpoint({
    params: organizationParams,
    query: z.object({
      q: z.string().trim().max(200).optional(),
      holder: holderKind.default('user'),
      pattern: grantPattern.default(''),
    }),
    result: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
  /**
   * Another level for the same holder and pattern takes the place of the one before. 403 `quota-used-up` with the reason
   * `grant-limit` above 1000 grants of one holder.
   */
  putGrant: endpoint({
    params: organizationParams,
    body: z.object({
      holder: z.object({ kind: holderKind, id: z.string() }),
      pattern: grantPattern.default(''),
      level,
    }),
    result: grant,
  }),
  removeGrant: endpoint({ params: organizationParams.extend({ grant: z.string() }) }),
};
