import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentJob } from './present.ts';
import { listJobs } from './queries.ts';
import { cancelJob, getJob } from './service.ts';

export function jobRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listJobs', async ({ actor, query }) => {
    const page = await listJobs(services.database.db, actor, query);
    const now = services.now();
    return { ...page, items: page.items.map((row) => presentJob(row, now)) };
  });
  mount.signedIn('getJob', async ({ actor, params }) => getJob(services, actor, params.job));
  mount.signedIn('cancelJob', async ({ actor, params }) => cancelJob(services, actor, params.job));
}
