import { defineConfig } from 'vitest/config';
import { LongestFirst } from './testing/longest-first.ts';
// Brings the type of `inject('postgresUrl')` into every test.
import type {} from './testing/postgres.ts';

export default defineConfig({
  test: {
    globalSetup: './testing/postgres.ts',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          // By default one core less than there is: on two that would be one file at a time.
          maxWorkers: 2,
          include: ['{apps,packages}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 30_000,
          // What files share are modules without a state of their own: loading them anew for each took a quarter of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: ['**/node_modules/**'],
          // Each file starts servers and browsers of its own, and waits for disks and timers for a third of its time.
          maxWorkers: 3,
          isolate: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // A second, as vitest has it, is short for a browser on a busy machine.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
