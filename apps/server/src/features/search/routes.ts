import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { readSearch } from './read-search.ts';
import { search } from './service.ts';

export function searchRoutes(mount: Mount, services: Services): void {
  mount.signedIn('search', async ({ actor, query, request }) =>
    search(services.database.db, actor, readSearch(query.q, request.origin.host), query.limit, services.now()),
  );
}
