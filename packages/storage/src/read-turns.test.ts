import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadTurns } from './read-turns.ts';

/** Turns with a clock of their own, and reads that end when told. */
function turnsByHand() {
  let now = 0;
  const turns = new ReadTurns(() => now);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  let asked = 0;
  return {
    turns,
    begun,
    ask(outcome: 'ends' | 'fails' = 'ends') {
      const number = asked++;
      return turns.take(() => {
        begun.push(number);
        return new Promise<number>((resolve, reject) => {
          ends.push(() => (outcome === 'ends' ? resolve(number) : reject(new Error('on purpose'))));
        });
      });
    },
    async end(afterMs: number) {
      now += afterMs;
      ends.shift()?.();
      await nextTurn();
    },
  };
}

it('lets reads from memory pass one by one, in the order of asking', async () => {
  const { begun, ask, end, turns } = turnsByHand();
  const all = [ask(), ask(), ask()];
  expect(begun).toEqual([0]);
  for (const expected of [
    [0, 1],
    [0, 1, 2],
    [0, 1, 2],
  ]) {
    await end(0.1);
    expect(begun).toEqual(expected);
  }
  expect(await Promise.all(all)).toEqual([0, 1, 2]);
  expect(turns.underWay).toBe(0);
});

it('asks a slow disk for more at a time, never for more than eight', async () => {
  const { ask, end, turns } = turnsByHand();
  const all = Array.from({ length: 60 }, () => ask());
  for (let read = 0; read < 40; read += 1) await end(20);
  expect(turns.underWay).toBe(8);
  for (let read = 0; read < 20; read += 1) await end(0);
  await Promise.all(all);
  expect(turns.underWay).toBe(0);
});

it('lets everybody pass, whatever takes how long and whatever fails', async () => {
  const reads = fc.array(fc.record({ ms: fc.nat(30), fails: fc.boolean() }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(reads, async (all) => {
      const { begun, ask, end, turns } = turnsByHand();
      const asked = all.map(({ fails }) => ask(fails ? 'fails' : 'ends').catch(() => undefined));
      for (const { ms } of all) await end(ms);
      await Promise.all(asked);
      expect(begun).toEqual(all.map((_, index) => index));
      expect(turns.underWay).toBe(0);
    }),
  );
});
