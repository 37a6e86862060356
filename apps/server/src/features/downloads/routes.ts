import { downloadParams, downloadPath, downloadQuery } from '@wharf/api';
import { parseRepositoryName } from '@wharf/oci';
import type { Request, Router } from 'express';
import { findReaders, recordReading } from '../../audit/record-reading.ts';
import { parseInput } from '../../bff/parse-input.ts';
import { notFound } from '../../bff/problem.ts';
import { contextOf } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { signedIn } from '../../bff/signed-in.ts';
import { authorizeRepository } from '../authorize.ts';
import { planDownload } from './plan-download.ts';
import { sendDownload } from './send-download.ts';

/** Archives of images, for whoever may read them. */
export function downloadRoutes(router: Router, services: Services): void {
  const { database, storage, activity, log } = services;
  // Express answers HEAD by the same handler.
  router.get(downloadPath, async (request, response) => {
    const { actor } = signedIn(request);
    const { origin } = contextOf(request);
    const params = parseInput('params', downloadParams, request.params);
    const query = parseInput('query', downloadQuery, request.query);
    const { id, organization } = await authorizeRepository(database.db, actor, params, 'read', services.now());
    const name = parseRepositoryName(`${params.organization}/${params.repository}`);
    if (!name) throw notFound(`the image ${params.organization}/${params.repository}`);
    const download = await planDownload(database.db, { id, name }, origin.host, query);
    // The rest of a download that was cut off is no pull of its own.
    if (request.method === 'GET' && isFromStart(request)) {
      const event = {
        type: 'ImageDownloaded',
        accountId: organization.accountId,
        organizationId: organization.id,
        repositoryId: id,
        payload: { repository: name, tags: query.tag },
        author: actor,
        at: services.now(),
      } as const;
      await database.db.transaction().execute(async (trx) => {
        await recordReading(trx, event, (await findReaders(trx, [actor.id])).get(actor.id));
      });
      for (const tag of query.tag) activity.pulled(name, id, tag);
    }
    const sent = (bytes: number) => activity.sent(name, bytes);
    await sendDownload(request, response, download, { storage, log, sent });
  });
}

function isFromStart({ headers: { range } }: Request): boolean {
  return range === undefined || /^bytes=0-/.test(range);
}
