import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '@wharf/db';
import { createJobs } from '../create-jobs.ts';

/** A process of its own that works: 20 steps, each a line in a file. */
const [location = '{}', node = '', steps = ''] = process.argv.slice(2);

const database = await openDatabase(JSON.parse(location));
const log = { info: () => {}, warn: console.error, error: console.error };
const jobs = createJobs({
  database,
  node,
  now: () => new Date(),
  log,
  timing: { poll: 20, lease: 1_500, renew: 300 },
  kinds: [
    {
      kind: 'count',
      params: { parse: (value) => value },
      maxAttempts: 1,
      async run({ attempt, progress, signal }) {
        for (let step = 1; step <= 20; step += 1) {
          signal.throwIfAborted();
          appendFileSync(steps, `${node} ${attempt} ${step}\n`);
          progress({ done: step, total: 20, unit: 'items' });
          process.send?.(step);
          await pause(25);
        }
        return { attempt, node };
      },
    },
  ],
});
jobs.start();
process.on('message', async () => {
  await jobs.stop();
  await database.close();
  process.disconnect();
});
