import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';
import { leaveShare } from './leave-share.ts';
import { presentShare, presentSharedRepository } from './present.ts';
import { findContents, listSharedRepositories, listShares } from './queries.ts';
import { putShares, removeShare } from './service.ts';

export function shareRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listShares', async ({ actor, params, query }) => {
    const now = services.now();
    const { id } = await authorizeRepository(db, actor, params, 'manage', now);
    const page = await listShares(db, id, query, now);
    return { ...page, items: page.items.map((row) => presentShare(row, now)) };
  });
  mount.signedIn('putShares', async ({ actor, params, body }) => putShares(services, actor, params, body));
  mount.signedIn('removeShare', async ({ actor, params }) => removeShare(services, actor, params));
  mount.signedIn('leaveShare', async ({ actor, params }) => leaveShare(services, actor, params));
  mount.signedIn('listSharedRepositories', async ({ actor, query }) => {
    const now = services.now();
    const page = await listSharedRepositories(db, actor.accountId, query, now);
    const contents = await findContents(
      db,
      page.items.map((row) => row.repository_id),
    );
    const items = page.items.flatMap((row) => {
      const content = contents.get(row.repository_id);
      // Gone between the two queries.
      return content ? [presentSharedRepository({ ...row, ...content }, now)] : [];
    });
    return { ...page, items };
  });
}
