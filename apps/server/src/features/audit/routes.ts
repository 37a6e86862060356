import { eventExportPath, eventExportQuery } from '@wharf/api';
import type { Router } from 'express';
import type { Mount } from '../../bff/endpoint.ts';
import { parseInput } from '../../bff/parse-input.ts';
import type { Services } from '../../bff/services.ts';
import { signedIn } from '../../bff/signed-in.ts';
import { recordEvent } from '../record-event.ts';
import { sendEvents } from './export-events.ts';
import { getAudit, listEvents, scopeOf } from './service.ts';

export function auditRoutes(mount: Mount, router: Router, services: Services): void {
  mount.signedIn('listEvents', async ({ actor, query }) => listEvents(services, actor, query));

  mount.signedIn('getAudit', async ({ actor }) => getAudit(services, actor));

  router.get(eventExportPath, async (request, response) => {
    const { actor } = signedIn(request);
    const { format, ...filter } = parseInput('query', eventExportQuery, request.query);
    const scope = await scopeOf(services, actor, filter);
    const { db } = services.database;
    // Whoever takes the record away is on it; a HEAD takes nothing.
    if (request.method !== 'HEAD')
      await db.transaction().execute((trx) =>
        recordEvent(trx, {
          type: 'EventsExported',
          // The whole record is the server's: what was looked for in it is not for the administrators of the author's account.
          accountId: actor.role === 'system-administrator' ? (scope.accountId ?? '') : actor.accountId,
          ...(scope.organizationId !== undefined && { organizationId: scope.organizationId }),
          payload: { format, ...filter },
          author: actor,
          at: services.now(),
        }),
      );
    await sendEvents(response, db, { scope, filter, format });
  });
}
