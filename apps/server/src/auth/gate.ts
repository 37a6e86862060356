/** Too many works wait already: try again later. */
export class GateFull extends Error {
  override name = 'GateFull';
}

/**
 * Runs at most `limit` works at a time; the others wait in the order in which they came.
 * The returned function rejects with GateFull when `queue` of them wait already.
 */
export function createGate(limit: number, queue: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < limit) running++;
    else if (waiting.length >= queue) throw new GateFull(`${queue} works wait already`);
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place passes straight to the next in line, so that a newcomer cannot overtake it.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
