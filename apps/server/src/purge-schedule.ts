import { type Log, type Metadata, purgeUploads, type StorageDriver } from '@wharf/registry';
import { purgeSpool } from './features/page-uploads/spool.ts';

const longestPauseMs = 5 * 60 * 1000;

/**
 * Throws away abandoned uploads every few minutes (for a short age more often: an upload never lies much longer than it says).
 * @returns stops the schedule; resolves when a purge under way has ended.
 */
export function startPurgeSchedule(
  parts: { metadata: Metadata; storage: StorageDriver; log: Log; now(): Date },
  ageMinutes: number,
): () => Promise<void> {
  const ageMs = ageMinutes * 60 * 1000;
  const pauseMs = Math.min(longestPauseMs, ageMs / 2);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function purge(): Promise<void> {
    try {
      const staleBefore = new Date(parts.now().getTime() - ageMs);
      await purgeUploads(parts, { staleBefore });
      await purgeSpool(parts.storage, staleBefore);
    } catch (error) {
      parts.log.error({ err: error }, 'abandoned uploads could not be purged; trying again later');
    }
    if (!stopped) schedule();
  }

  let running: Promise<void> = Promise.resolve();
  function schedule(): void {
    timer = setTimeout(() => {
      running = purge();
    }, pauseMs);
    timer.unref();
  }

  schedule();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return running;
  };
}
