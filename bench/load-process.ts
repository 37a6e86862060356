import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Outcome } from './jobs.ts';

interface Answer {
  outcome?: Outcome;
  failure?: string;
}

/** Runs jobs one after the other in a process of its own. */
export class LoadProcess {
  readonly #child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });

  async run(job: Job): Promise<Outcome> {
    const over = new AbortController();
    try {
      const { signal } = over;
      const ended = once(this.#child, 'exit', { signal }).then(() => [{ failure: 'the load process ended' }]);
      const answered = once(this.#child, 'message', { signal });
      this.#child.send(job);
      const [{ outcome, failure }] = (await Promise.race([answered, ended])) as [Answer];
      if (outcome) return outcome;
      throw new Error(failure);
    } finally {
      over.abort();
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
