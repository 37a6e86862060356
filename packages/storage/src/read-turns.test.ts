import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadTurns } from './read-turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Turns, and reads that end after so many milliseconds, or never. */
function reading() {
  const turns = new ReadTurns();
  const begun: number[] = [];
  let asked = 0;
  const ask = (ms: number, outcome: 'ends' | 'fails' = 'ends') => {
    const number = asked++;
    return turns.take(() => {
      begun.push(number);
      return new Promise<number>((resolve, reject) => {
        if (ms === Number.POSITIVE_INFINITY) return;
        setTimeout(() => (outcome === 'ends' ? resolve(number) : reject(new Error('on purpose'))), ms);
      });
    });
  };
  return { turns, begun, ask };
}

it('lets quick reads run one by one, in the order of asking, the first at once', async () => {
  const { turns, begun, ask } = reading();
  const all = [ask(1), ask(1), ask(1)];
  expect(begun).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([0, 1]);
  expect(turns.idle).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  expect(await Promise.all(all)).toEqual([0, 1, 2]);
  expect(turns.idle).toBe(true);
});

it('asks a slow disk for more at a time, never for more than eight', async () => {
  const { begun, ask } = reading();
  const all = Array.from({ length: 40 }, () => ask(100));
  await vi.advanceTimersByTimeAsync(90);
  expect(begun).toHaveLength(8);
  await vi.runAllTimersAsync();
  expect(await Promise.all(all)).toHaveLength(40);
});

it('lets quick reads pass by those that hang', async () => {
  const { begun, ask } = reading();
  for (let hung = 0; hung < 7; hung += 1) void ask(Number.POSITIVE_INFINITY);
  const quick = [ask(1), ask(1), ask(1)];
  await vi.advanceTimersByTimeAsync(30);
  expect(await Promise.all(quick)).toEqual([7, 8, 9]);
  expect(begun).toHaveLength(10);
});

it('lets everybody pass in turn, whatever takes how long and whatever fails', async () => {
  const reads = fc.array(fc.record({ ms: fc.nat(30), fails: fc.boolean() }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(reads, async (all) => {
      const { turns, begun, ask } = reading();
      const asked = all.map(({ ms, fails }) => ask(ms, fails ? 'fails' : 'ends').catch(() => undefined));
      await vi.runAllTimersAsync();
      await Promise.all(asked);
      expect(begun).toEqual(all.map((_, index) => index));
      expect(turns.idle).toBe(true);
    }),
  );
});
