import type { Result, RobotGrant } from '@wharf/api';
import { type Database, newId } from '@wharf/db';
import type { Transaction } from 'kysely';
import { findOrganizationFacts } from '../../auth/facts.ts';
import { revoke } from '../../auth/revocations.ts';
import { hashSecret, newSecret } from '../../auth/secrets.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { robotMark } from '../../auth/verify-login.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { lockAccount } from '../lock-account.ts';
import { newGrant } from '../new-grant.ts';
import { recordEvent } from '../record-event.ts';
import { authorizeRobot, authorizeRobots, type RobotPlace } from './authorize-robots.ts';
import { presentRobot, type RobotRow } from './present.ts';
import { countRobots, findRobot, listGrantsOf } from './queries.ts';

const robotLimit = 500;

interface NewRobot {
  name: string;
  organization: string | null;
  description: string;
  expiresAt: string | null;
  grants: RobotGrant[];
}

/**
 * A robot with what it may do. Its secret is in the answer and nowhere else.
 * @throws ApiError `not-found`, `forbidden`, `name-taken`, `invalid-input` (an end in the past, a grant elsewhere), `quota-used-up`
 */
export async function createRobot(
  services: Services,
  actor: UserActor,
  asked: NewRobot,
  { origin }: RequestContext,
): Promise<Result<'createRobot'>> {
  const at = services.now();
  const expiresAt = readEnd(asked.expiresAt, at);
  const secret = newSecret();
  return await services.database.db.transaction().execute(async (trx) => {
    const place = await authorizeRobots(trx, actor, asked.organization ?? undefined);
    await lockAccount(trx, place.accountId);
    await refuseAboveLimit(trx, place.accountId);
    const login = await loginOf(trx, place, asked.name);
    const row = {
      id: newId(),
      account_id: place.accountId,
      organization_id: place.organization?.id ?? null,
      name: asked.name,
      login,
      description: asked.description,
      secret_hash: hashSecret(secret),
      created_at: at.getTime(),
      created_by: actor.name,
      rotated_at: null,
      expires_at: expiresAt,
      disabled_at: null,
      last_used_at: null,
      last_used_address: null,
    };
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('robots')
      .values(row)
      .onConflict((conflict) => conflict.column('login').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw nameTaken(login);
    await grantAll(trx, actor, place, { kind: 'robot', id: row.id, name: login }, asked.grants, at);
    await record(
      services,
      trx,
      actor,
      'RobotCreated',
      { ...row, organization: place.organization?.name ?? null },
      {
        expiresAt: asked.expiresAt,
        grants: asked.grants,
      },
    );
    return await answer(trx, row.id, at, { secret, registryHost: origin.host });
  });
}

async function grantAll(
  trx: Transaction<Database>,
  actor: UserActor,
  place: RobotPlace,
  holder: { kind: 'robot'; id: string; name: string },
  grants: RobotGrant[],
  at: Date,
): Promise<void> {
  for (const { organization: name, pattern, level } of grants) {
    const organization = place.organization ?? (await findOrganizationFacts(trx, actor, name));
    if (!organization || organization.name !== name || organization.accountId !== place.accountId) {
      throw new ApiError(
        'invalid-input',
        `a robot of ${place.organization?.name ?? 'this account'} cannot be granted ${name}`,
        {
          fields: [{ field: 'body.grants', problem: 'organization-elsewhere' }],
        },
      );
    }
    const row = newGrant({ organization, holder, pattern, level, by: actor.name, at: at.getTime() });
    await trx
      .insertInto('grants')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['robot_id', 'organization_id', 'pattern'])
          .where('robot_id', 'is not', null)
          .doUpdateSet({ level }),
      )
      .execute();
  }
}

/** @throws ApiError `not-found`, `forbidden`, `invalid-input` */
export async function updateRobot(
  services: Services,
  actor: UserActor,
  id: string,
  change: { description?: string | undefined; expiresAt?: string | null | undefined; disabled?: boolean | undefined },
): Promise<Result<'updateRobot'>> {
  const at = services.now();
  return await services.database.db.transaction().execute(async (trx) => {
    const robot = await authorizeRobot(trx, actor, id);
    const { description, expiresAt, disabled } = change;
    const set = {
      ...(description !== undefined && { description }),
      ...(expiresAt !== undefined && { expires_at: readEnd(expiresAt, at) }),
      ...(disabled !== undefined && { disabled_at: disabled ? (robot.disabled_at ?? at.getTime()) : null }),
    };
    if (Object.keys(set).length > 0) {
      await trx.updateTable('robots').set(set).where('id', '=', id).execute();
      // A token may have been made for longer than the robot lives now.
      if (disabled || expiresAt !== undefined) await revoke(trx, `robot:${id}`, at);
      await record(services, trx, actor, 'RobotUpdated', robot, change);
    }
    return await answer(trx, id, at, {});
  });
}

/** Another secret; the one before, and the tokens got by it, end. @throws ApiError `not-found`, `forbidden` */
export async function rotateRobot(
  services: Services,
  actor: UserActor,
  id: string,
  { origin }: RequestContext,
): Promise<Result<'rotateRobot'>> {
  const at = services.now();
  const secret = newSecret();
  return await services.database.db.transaction().execute(async (trx) => {
    const robot = await authorizeRobot(trx, actor, id);
    const set = { secret_hash: hashSecret(secret), rotated_at: at.getTime() };
    await trx.updateTable('robots').set(set).where('id', '=', id).execute();
    await revoke(trx, `robot:${id}`, at);
    await record(services, trx, actor, 'RobotRotated', robot, {});
    return await answer(trx, id, at, { secret, registryHost: origin.host });
  });
}

/** @throws ApiError `not-found`, `forbidden` */
export async function removeRobot(services: Services, actor: UserActor, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const robot = await authorizeRobot(trx, actor, id);
    await trx.deleteFrom('robots').where('id', '=', id).execute();
    await revoke(trx, `robot:${id}`, services.now());
    await record(services, trx, actor, 'RobotRemoved', robot, {});
  });
}

/** `acme+ci` of an organization, `@main+ci` of an account: organizations and accounts may have the same name. */
async function loginOf(trx: Transaction<Database>, { accountId, organization }: RobotPlace, name: string) {
  if (organization) return `${organization.name}${robotMark}${name}`;
  const account = await trx.selectFrom('accounts').select('name').where('id', '=', accountId).executeTakeFirstOrThrow();
  return `@${account.name}${robotMark}${name}`;
}

function readEnd(text: string | null, at: Date): number | null {
  if (text === null) return null;
  const end = Date.parse(text);
  if (end > at.getTime()) return end;
  throw new ApiError('invalid-input', 'a robot cannot end in the past', {
    fields: [{ field: 'body.expiresAt', problem: 'in-the-past' }],
  });
}

async function refuseAboveLimit(trx: Transaction<Database>, accountId: string): Promise<void> {
  const used = await countRobots(trx, accountId);
  if (used < robotLimit) return;
  throw new ApiError(
    'quota-used-up',
    `the account has ${used} of ${robotLimit} robots: remove some that are not used`,
    {
      detail: { reason: 'robot-limit', used, limit: robotLimit },
    },
  );
}

function nameTaken(login: string): ApiError {
  return new ApiError('name-taken', `there is a robot ${login} already`, {
    detail: { name: login },
    fields: [{ field: 'body.name', problem: 'name-taken' }],
  });
}

async function answer<More extends object>(trx: Transaction<Database>, id: string, at: Date, more: More) {
  const row = await findRobot(trx, id);
  if (!row) throw notFound('this robot');
  const grants = await listGrantsOf(trx, [id]);
  return { ...presentRobot(row, grants.get(id) ?? [], at), ...more };
}

async function record(
  services: Services,
  trx: Transaction<Database>,
  actor: UserActor,
  type: 'RobotCreated' | 'RobotUpdated' | 'RobotRotated' | 'RobotRemoved',
  robot: Pick<RobotRow, 'account_id' | 'organization_id' | 'organization' | 'login'>,
  facts: object,
): Promise<void> {
  await recordEvent(trx, {
    type,
    accountId: robot.account_id,
    ...(robot.organization_id === null ? {} : { organizationId: robot.organization_id }),
    payload: {
      ...(robot.organization === null ? {} : { organization: robot.organization }),
      robot: robot.login,
      ...facts,
    },
    author: actor,
    at: services.now(),
  });
}
