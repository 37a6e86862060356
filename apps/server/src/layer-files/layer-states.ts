import type { LayerFiles } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Descriptor } from '@wharf/oci';
import type { Kysely } from 'kysely';
import { typeRefusal } from './layer-type.ts';
import { heldLayers, liveJobs } from './queries.ts';

const digestsAtOnce = 500;

type Held = Awaited<ReturnType<ReturnType<typeof heldLayers>['execute']>>[number];
type Job = Awaited<ReturnType<ReturnType<typeof liveJobs>['execute']>>[number];

/** How the file index of each layer stands. */
export async function layerStates(
  db: Kysely<Database>,
  repositoryId: string,
  layers: readonly Descriptor[],
): Promise<LayerFiles[]> {
  const held = new Map<string, Held>();
  const jobs = new Map<string, Job>();
  const digests = [...new Set(layers.map(({ digest }) => digest as string))];
  for (let start = 0; start < digests.length; start += digestsAtOnce) {
    const some = digests.slice(start, start + digestsAtOnce);
    // Jobs first: one that ends between the two has left its index.
    for (const job of await liveJobs(db, some).execute()) if (job.unique_key) jobs.set(job.unique_key, job);
    for (const layer of await heldLayers(db, repositoryId, some).execute()) held.set(layer.digest, layer);
  }
  return layers.map((layer) => stateOf(layer, held.get(layer.digest), jobs.get(layer.digest)));
}

/** Whether some index is still to be made. */
export function isPending(layers: readonly LayerFiles[]): boolean {
  return layers.some(({ state }) => state === 'absent' || state === 'waiting' || state === 'running');
}

function stateOf(layer: Descriptor, held: Held | undefined, job: Job | undefined): LayerFiles {
  const { digest, size, mediaType } = layer;
  const facts = { digest, size, mediaType, done: null, fileCount: null, fileBytes: null, wastedBytes: null };
  const refusal = held ? typeRefusal(mediaType) : 'foreign';
  if (refusal) return { ...facts, state: 'skipped', reason: refusal };
  if (held?.state === 'ready') {
    return { ...facts, state: 'ready', reason: null, fileCount: held.file_count, fileBytes: held.file_bytes };
  }
  if (held?.state) return { ...facts, state: held.state, reason: held.reason };
  if (!job) return { ...facts, state: 'absent', reason: null };
  const running = job.state === 'running';
  return { ...facts, state: running ? 'running' : 'waiting', reason: null, done: running ? doneOf(job) : null };
}

function doneOf({ progress }: Job): number {
  const done: unknown = progress === null ? 0 : JSON.parse(progress).done;
  return typeof done === 'number' ? done : 0;
}
