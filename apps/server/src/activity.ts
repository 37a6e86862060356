import type { WharfDatabase } from '@wharf/db';
import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Activity, Log } from '@wharf/registry';
import { addUse, type Counts, emptyCounts, mergeCounts, writeCounts } from './activity-counts.ts';
import type { EventBatch } from './audit/event-batch.ts';
import type { Pull } from './audit/pull-record.ts';
import type { CredentialUse } from './auth/credentials.ts';

export interface ActivityRecorder extends Activity {
  credentialUsed(use: CredentialUse): void;
  /** Writes what was counted so far. */
  flush(): Promise<void>;
  /** Flushes a last time and counts no more. */
  stop(): Promise<void>;
}

const flushEveryMs = 2000;
const dayMs = 24 * 60 * 60 * 1000;

/** Counts in memory and writes every two seconds: a loss of power costs two seconds of statistics, and a pull costs no write. */
export function startActivity(
  database: WharfDatabase,
  log: Log,
  now: () => Date,
  /** Left out: pulls are no events. */
  pulls?: Pick<EventBatch<Pull>, 'add'>,
): ActivityRecorder {
  let counts = emptyCounts();
  let running: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    running = running.then(() => write());
    return running;
  }

  async function write(): Promise<void> {
    const taken = counts;
    counts = emptyCounts();
    try {
      await writeCounts(database, taken, now());
    } catch (error) {
      // A deadlock with another node or a short absence of the database: the next turn takes these along.
      log.warn({ err: error }, 'statistics could not be written; trying again');
      counts = mergeCounts(taken, counts);
    }
  }

  function traffic(name: RepositoryName): Counts['traffic'] extends Map<string, infer Row> ? Row : never {
    const organization = organizationOf(name);
    const day = today();
    const key = `${day} ${organization}`;
    const known = counts.traffic.get(key);
    if (known) return known;
    const row = { day, organization, pulls: 0, pulledBytes: 0, pushedBytes: 0 };
    counts.traffic.set(key, row);
    return row;
  }

  let day = { number: Number.NaN, text: '' };
  /** UTC, `2026-11-24`: written out once a day. */
  function today(): string {
    const at = now();
    const number = Math.floor(at.getTime() / dayMs);
    if (number !== day.number) day = { number, text: at.toISOString().slice(0, 10) };
    return day.text;
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    pulled(name, repositoryId, tag, digest, by) {
      if (pulls && by)
        pulls.add({ repository: name, repositoryId, tag, digest: digest ?? '', by: by.author, at: now() });
      let repository = counts.repositories.get(repositoryId);
      if (!repository) {
        repository = { pulls: 0, tags: new Map() };
        counts.repositories.set(repositoryId, repository);
      }
      repository.pulls++;
      if (tag !== undefined) repository.tags.set(tag, (repository.tags.get(tag) ?? 0) + 1);
      traffic(name).pulls++;
    },
    sent(name, bytes) {
      traffic(name).pulledBytes += bytes;
    },
    received(name, bytes) {
      traffic(name).pushedBytes += bytes;
    },
    credentialUsed(use) {
      addUse(counts, use);
    },
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}
