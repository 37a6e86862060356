import type { Log } from '@wharf/registry';

const longestMs = 45_000;

/**
 * After an error that nobody caught (a rejection too: Node raises it as one) nothing is certain any more: the process
 * logs it, finishes the requests under way and ends with code 1, so that whoever watches it starts another.
 */
export function endAfterUncaught(log: Log, stop: () => Promise<void>): void {
  let ending = false;
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'an error that nobody caught: this process finishes its requests and ends');
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), longestMs).unref();
    stop()
      .catch((closing: unknown) => log.error({ err: closing }, 'could not close cleanly'))
      .finally(() => process.exit(1));
  });
}
