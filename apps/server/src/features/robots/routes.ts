import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRobots } from './authorize-robots.ts';
import { presentRobot } from './present.ts';
import { listGrantsOf, listRobots } from './queries.ts';
import { createRobot, removeRobot, rotateRobot, updateRobot } from './service.ts';

export function robotRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listRobots', async ({ actor, query }) => {
    const { accountId, organization } = await authorizeRobots(db, actor, query.organization);
    const page = await listRobots(db, organization ? { organizationId: organization.id } : { accountId }, query);
    const grants = await listGrantsOf(
      db,
      page.items.map(({ id }) => id),
    );
    const now = services.now();
    return { ...page, items: page.items.map((row) => presentRobot(row, grants.get(row.id) ?? [], now)) };
  });
  mount.signedIn('createRobot', async ({ actor, body, request }) => createRobot(services, actor, body, request));
  mount.signedIn('updateRobot', async ({ actor, params, body }) => updateRobot(services, actor, params.robot, body));
  mount.signedIn('rotateRobot', async ({ actor, params, request }) =>
    rotateRobot(services, actor, params.robot, request),
  );
  mount.signedIn('removeRobot', async ({ actor, params }) => removeRobot(services, actor, params.robot));
}
