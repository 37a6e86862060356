import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLru } from './lru.ts';

describe('a map of bounded size', () => {
  it('keeps what was used among the last ones, never gives what was removed, and is bounded', () => {
    const step = fc.record({ act: fc.constantFrom('set', 'get', 'remove'), key: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const lru = createLru<number>(10);
        /** Keys by their last use, the newest last. */
        let used: number[] = [];
        for (const { act, key } of steps) {
          const name = String(key);
          const others = used.filter((other) => other !== key);
          if (act === 'set') lru.set(name, key);
          if (act === 'remove') lru.remove(name);
          const found = act === 'get' ? lru.get(name) : undefined;
          if (found !== undefined) expect(found).toBe(key);
          // Among the five used last, nothing was dropped.
          if (act === 'get' && used.slice(-5).includes(key)) expect(found).toBe(key);
          if (act === 'get' && !used.includes(key)) expect(found).toBeUndefined();
          used = act === 'set' || found !== undefined ? [...others, key] : act === 'remove' ? others : used;
        }
        const left = Array.from({ length: 31 }, (_, key) => lru.get(String(key))).filter(
          (value) => value !== undefined,
        );
        expect(left.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
