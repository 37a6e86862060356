import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentCredential } from './present.ts';
import { listCredentials } from './queries.ts';
import { createLoginCommand, revokeLoginCommand } from './service.ts';

export function loginCommandRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listLoginCommands', async ({ actor }) => {
    const rows = await listCredentials(services.database.db, actor.id);
    const now = services.now();
    return { items: rows.map((row) => presentCredential(row, now)) };
  });
  mount.signedIn('createLoginCommand', async ({ actor, request, body }) =>
    createLoginCommand(services, actor, request, body?.hours),
  );
  mount.signedIn('removeLoginCommand', async ({ actor, params }) =>
    revokeLoginCommand(services, actor, params.credential),
  );
}
