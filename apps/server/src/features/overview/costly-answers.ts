import { createLru } from '../../auth/lru.ts';

// At most 2 % of the time goes into asking the same again.
const restPerCost = 50;
const keysKept = 1_000;

interface Known<T> {
  answer: Promise<T>;
  until: number;
}

/**
 * Remembers answers that grow expensive with the content, for 50 times as long as they took: an answer of half a
 * millisecond is as good as fresh, one of 200 ms may be 10 s old. Who asks meanwhile shares the running question.
 */
export function createCostlyAnswers<T>(now: () => number = () => performance.now()) {
  const known = createLru<Known<T>>(keysKept);
  return (key: string, ask: () => Promise<T>): Promise<T> => {
    const before = known.get(key);
    if (before && now() < before.until) return before.answer;
    const startedAt = now();
    const entry: Known<T> = { answer: ask(), until: Number.POSITIVE_INFINITY };
    known.set(key, entry);
    entry.answer.then(
      () => {
        entry.until = now() + restPerCost * (now() - startedAt);
      },
      () => known.remove(key),
    );
    return entry.answer;
  };
}
