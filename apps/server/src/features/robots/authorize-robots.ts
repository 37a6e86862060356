import type { Database } from '@wharf/db';
import { decideRobots, levelOn } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { type FoundOrganization, findOrganizationFacts } from '../../auth/facts.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import { levelTooLow } from '../authorize.ts';
import type { RobotRow } from './present.ts';
import { findRobot } from './queries.ts';

/** Whose robots: an organization's, or (without one) those of a whole account. */
export interface RobotPlace {
  accountId: string;
  organization: FoundOrganization | undefined;
}

/** @throws ApiError `not-found`, `forbidden` */
export async function authorizeRobots(
  db: Kysely<Database>,
  actor: UserActor,
  organizationName: string | undefined,
): Promise<RobotPlace> {
  if (organizationName === undefined) return await allow(db, actor, actor.accountId, undefined, 'these robots');
  const what = `the organization ${organizationName}`;
  const organization = await findOrganizationFacts(db, actor, organizationName);
  if (!organization) throw notFound(what);
  return await allow(db, actor, organization.accountId, organization, what);
}

/** @throws ApiError `not-found`, `forbidden` */
export async function authorizeRobot(db: Kysely<Database>, actor: UserActor, id: string): Promise<RobotRow> {
  const robot = await findRobot(db, id);
  if (!robot) throw notFound('this robot');
  const organization =
    robot.organization === null ? undefined : await findOrganizationFacts(db, actor, robot.organization);
  await allow(db, actor, robot.account_id, organization, 'this robot');
  return robot;
}

async function allow(
  db: Kysely<Database>,
  actor: UserActor,
  accountId: string,
  organization: FoundOrganization | undefined,
  what: string,
): Promise<RobotPlace> {
  const decision = decideRobots(actor, accountId, organization);
  if (decision.allowed) return { accountId, organization };
  if (decision.reason === 'robot-hidden' || !organization) {
    if (decision.reason !== 'administrators-only') throw notFound(what);
    throw new ApiError('forbidden', 'robots of the whole account are for its administrators', {
      detail: { reason: 'administrators-only' },
    });
  }
  throw await levelTooLow(db, organization, levelOn(actor, organization).level, 'manage');
}
