import { setImmediate as turn } from 'node:timers/promises';

/** Values of one statement's IN list or rows of one INSERT at most: both dialects limit a statement's parameters. */
const chunkSize = 500;

/** `work` on pieces of `values`, one after the other; its results in one list. */
export async function inChunks<T, R>(
  values: readonly T[],
  work: (chunk: T[]) => Promise<readonly R[]>,
  size = chunkSize,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < values.length; start += size) {
    // Where the database answers within the process, nobody else would come to his turn.
    if (start > 0) await turn();
    for (const result of await work(values.slice(start, start + size))) results.push(result);
  }
  return results;
}
