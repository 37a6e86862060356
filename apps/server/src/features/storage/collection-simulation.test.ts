import { type Database, newId } from '@wharf/db';
import type { RepositoryName } from '@wharf/oci';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { dialects } from '../../bff/testing/dialects.ts';
import { SimulatedWorld } from './testing/simulated-world.ts';

const simulatedMs = 30 * 60_000;
const names = ['one/app', 'one/base', 'two/app'] as RepositoryName[];
const tags = ['v1', 'v2', 'latest'];

const act = fc.record({ name: fc.nat(2), from: fc.nat(2), image: fc.nat(83), tag: fc.nat(2) });
/** What each actor does, over and over, until the time is over. */
const plan = fc.record({
  pushers: fc.array(fc.array(act, { minLength: 3, maxLength: 8 }), { minLength: 3, maxLength: 4 }),
  remover: fc.array(act, { minLength: 3, maxLength: 8 }),
  /** Milliseconds that pass with each call. */
  pace: fc.array(fc.integer({ min: 100, max: 900 }), { minLength: 5, maxLength: 20 }),
  scheduler: fc.scheduler(),
});

async function createOrganizations(db: Kysely<Database>): Promise<void> {
  const account_id = newId();
  await db
    .insertInto('accounts')
    .values({ id: account_id, name: 'main', organization_quota: 9, created_at: 0 })
    .execute();
  for (const name of ['one', 'two']) {
    const row = { id: newId(), account_id, name, created_at: 0, created_by: 'somebody' };
    await db.insertInto('organizations').values(row).execute();
  }
}

describe.each(dialects)(
  '30 minutes of pushes, mounts, deletions and collections on $dialect',
  ({ dialect, makeDatabase }) => {
    it('leave no manifest without its blobs, and on disk what the ledger names', { timeout: 180_000 }, async () => {
      const sum = { pushed: 0, refused: 0, mounted: 0, held: 0, deleted: 0, collected: 0 };
      let run = 0;
      const property = fc.asyncProperty(plan, async ({ pushers, remover, pace, scheduler }) => {
        const file = await makeDatabase();
        const database = await file.open();
        try {
          await createOrganizations(database.db);
          let calls = 0;
          const turn = async () => {
            await scheduler.schedule(Promise.resolve());
            calls += 1;
            world.time += pace[calls % pace.length] ?? 0;
          };
          run += 1;
          const world = new SimulatedWorld(database, `run ${run}`, turn);
          const end = world.time + simulatedMs;
          const name = (index: number) => names[index] as RepositoryName;
          const over = async (
            steps: (typeof remover)[number][],
            work: (step: (typeof remover)[number]) => Promise<void>,
          ) => {
            for (let round = 0; world.time < end; round += 1) {
              const step = steps[round % steps.length];
              if (step) await work({ ...step, image: step.image + round * 5 });
              await world.rest((step?.image ?? 0) * 300);
            }
          };
          const actors = [
            ...pushers.map((steps) =>
              over(steps, (step) => world.push(name(step.name), name(step.from), step.image, tags[step.tag] ?? 'v1')),
            ),
            over(remover, async (step) => {
              await world.rest(15_000);
              await world.remove(name(step.name), step.image);
            }),
            over(remover, async () => {
              await world.rest(40_000);
              await world.collect();
              await world.checkReferences();
            }),
          ];
          await scheduler.waitFor(Promise.all(actors));
          await world.checkReferences();
          for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += world.counts[key];
          const { stored, ledger, named } = await scheduler.waitFor(world.settle());
          expect(stored).toEqual(named);
          const bytes = [...stored.values()].reduce((total, size) => total + size, 0);
          const { unique_bytes, shared_bytes, bin_bytes, awaiting_bytes, upload_bytes } = ledger;
          expect({ bin_bytes, awaiting_bytes, upload_bytes }).toEqual({
            bin_bytes: 0,
            awaiting_bytes: 0,
            upload_bytes: 0,
          });
          expect(unique_bytes + shared_bytes).toBe(bytes);
          expect(ledger.bytes).toBe(bytes);
          expect(JSON.parse(ledger.facts ?? '')).toMatchObject({
            diskBytes: bytes,
            orphanBytes: 0,
            blobs: stored.size,
          });
          await world.checkReferences();
        } finally {
          await file.remove();
        }
      });
      const absent = () => Object.entries(sum).filter(([what, count]) => what !== 'refused' && count === 0);
      // A history in which nothing came to be collected proves nothing of collections: then others follow.
      for (let more = dialect === 'sqlite' ? 3 : 1; more > 0; more = absent().length > 0 && run < 12 ? 1 : 0)
        await fc.assert(property, { numRuns: more, endOnFailure: true });
      expect(absent()).toEqual([]);
    });
  },
);
