import { firstIdAt } from '@wharf/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { removeEventsJob } from './job.ts';

const dayMs = 24 * 60 * 60_000;

describe.each(dialects)('the removal of old events on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
  });
  beforeEach(async () => {
    await server.database.db.deleteFrom('events').execute();
    await server.database.db.deleteFrom('event_followers').execute();
  });
  afterAll(() => server.stop());

  const begun = Date.now();
  const daysAgo = (days: number, count: number) => begun - days * dayMs - count;
  async function tell(days: number, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, index) => ({
      ...{ id: firstIdAt(daysAgo(days, index)), type: 'TagMoved', account_id: 'a', organization_id: null },
      ...{ repository_id: null, payload: '{}', author_id: null, author_name: 'ann', created_at: 1 },
    }));
    for (let at = 0; at < rows.length; at += 500) {
      await server.database.db
        .insertInto('events')
        .values(rows.slice(at, at + 500))
        .execute();
    }
  }
  const run = (signal = new AbortController().signal) =>
    removeEventsJob(server.services).run(
      {
        id: 'job',
        signal,
        attempt: 1,
        progress() {},
        author: { id: null, name: 'schedule' },
        log: server.services.log,
      },
      {},
    );
  const left = async () => (await server.database.db.selectFrom('events').select('id').orderBy('id').execute()).length;

  it('takes those of more than 90 days, in steps', async () => {
    await tell(91, 2_500);
    await tell(89, 5);
    expect(await run()).toEqual({ events: 2_500 });
    expect(await left()).toBe(5);
    expect(await run()).toEqual({ events: 0 });
  });

  it('leaves what a follower has not read yet', async () => {
    await tell(100, 10);
    const read = firstIdAt(daysAgo(100, 6));
    const followers = server.database.db.insertInto('event_followers');
    await followers.values({ name: 'quick', last_event_id: firstIdAt(Date.now()) }).execute();
    await followers.values({ name: 'slow', last_event_id: read }).execute();
    expect(await run()).toEqual({ events: 4 });
    await server.database.db.updateTable('event_followers').set({ last_event_id: '' }).execute();
    expect(await run()).toEqual({ events: 0 });
    expect(await left()).toBe(6);
  });

  it('ends when it is cancelled', async () => {
    await expect(run(AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
  });
});
