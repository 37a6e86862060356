import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { grantPattern } from './grants.ts';
import { level, organizationName } from './names.ts';
import { page, pageQuery, time } from './page.ts';

export const robotName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/, 'robot-name');
const description = z.string().trim().max(500);
/** In the future; null never ends. */
const expiresAt = time.nullable();

export const robotGrant = z.object({ organization: organizationName, pattern: grantPattern, level });
export type RobotGrant = z.output<typeof robotGrant>;

export const robot = z.object({
  id: z.string(),
  name: z.string(),
  /** The user name of `docker login`. */
  login: z.string(),
  /** The one that it belongs to; null for a robot of the whole account. */
  organization: z.string().nullable(),
  description: z.string(),
  state: z.enum(['active', 'disabled', 'expired']),
  createdAt: time,
  createdBy: z.string(),
  /** When its secret was made anew. */
  rotatedAt: time.nullable(),
  expiresAt,
  lastUsedAt: time.nullable(),
  lastUsedFrom: z.string().nullable(),
  /** What it may do: at most 20 are shown. */
  grants: z.array(robotGrant),
});
export type Robot = z.output<typeof robot>;

/** The secret is in this answer and nowhere else. */
const robotWithSecret = robot.extend({ secret: z.string(), registryHost: z.string() });
const robotParams = z.object({ robot: z.string() });

/** Those of an organization need manage on it, those of the whole account its administrator. */
export const robotEndpoints = {
  listRobots: endpoint({
    query: pageQuery(['login', '-login']).extend({ organization: organizationName.optional() }),
    result: page(robot),
  }),
  createRobot: endpoint({
    body: z.object({
      name: robotName,
      organization: organizationName.nullable(),
      description: description.default(''),
      expiresAt: expiresAt.default(null),
      grants: z.array(robotGrant).max(20).default([]),
    }),
    result: robotWithSecret,
    status: 201,
  }),
  updateRobot: endpoint({
    params: robotParams,
    body: z.object({
      description: description.optional(),
      expiresAt: expiresAt.optional(),
      disabled: z.boolean().optional(),
    }),
    result: robot,
  }),
  rotateRobot: endpoint({ params: robotParams, result: robotWithSecret, status: 201 }),
  removeRobot: endpoint({ params: robotParams }),
};
