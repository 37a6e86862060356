import { type EventFollower, followEvents, type JobKind, type JobSchedule } from '@wharf/jobs';
import type { Services } from './bff/services.ts';
import { forwardEvents } from './features/audit/forward-events.ts';
import { removeEventsCron, removeEventsJob, removeEventsKind } from './features/audit/job.ts';
import { eventTargets } from './features/audit/targets.ts';
import { indexPushed } from './features/files/enqueue-indexes.ts';
import { indexLayerJob } from './features/files/job.ts';
import { compressLayerJob } from './features/page-uploads/job.ts';
import { deleteTagsJob } from './features/recycle-bin/job.ts';
import { checkBlobsJob } from './features/storage/check-job.ts';
import {
  collectGarbageJob,
  collectGarbageKind,
  collectionCron,
  measureStorageJob,
} from './features/storage/collect-job.ts';

/** Every kind of background work that this server can do; one line a kind. */
// biome-ignore lint/suspicious/noExplicitAny: each kind reads its own params.
export function jobKinds(services: Services): JobKind<any>[] {
  return [
    compressLayerJob(services),
    deleteTagsJob(services),
    indexLayerJob(services),
    collectGarbageJob(services),
    measureStorageJob(services),
    checkBlobsJob(services),
    removeEventsJob(services),
  ];
}

/** What comes back by itself. */
export function jobSchedules({ config }: Services): JobSchedule[] {
  return [
    { kind: collectGarbageKind, params: { dryRun: false }, cron: collectionCron(config) },
    { kind: removeEventsKind, params: {}, cron: removeEventsCron },
  ];
}

/** What begins by itself after what happened. */
/** @param node of this process */
export function eventFollowers({ database, config, now, log, wakeJobs }: Services, node: string): EventFollower[] {
  return [
    ...eventTargets(config).map((target) => forwardEvents({ database, target, node, now, log })),
    followEvents({
      database,
      name: 'index-layers',
      types: ['ManifestPushed'],
      async handle(trx, events) {
        await indexPushed(trx, events, now());
        wakeJobs();
      },
      now,
      log,
    }),
  ];
}
