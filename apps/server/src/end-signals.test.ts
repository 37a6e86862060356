import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endRequests } from './end-signals.ts';

/** What signals mean that come at these milliseconds. */
function meaningOf(times: readonly number[]) {
  let now = 0;
  const next = endRequests(() => now);
  return times.map((at) => {
    now = at;
    return next();
  });
}

describe('signals that ask for the end', () => {
  it('takes the one of the terminal and the one that npm passes on for one', () => {
    expect(meaningOf([5000, 5000, 5003])).toEqual(['gently', 'same-request', 'same-request']);
  });

  it('takes one that comes more than a second later for impatience', () => {
    expect(meaningOf([5000, 6000, 6001])).toEqual(['gently', 'same-request', 'at-once']);
  });

  it('counts from the first, so that pressing the key over and over ends it', () => {
    expect(meaningOf([0, 400, 800, 1200])).toEqual(['gently', 'same-request', 'same-request', 'at-once']);
  });

  it('begins once and never at once within a second, whenever signals come', () => {
    const times = fc.array(fc.nat(5000), { minLength: 1 }).map((each) => each.sort((one, other) => one - other));
    fc.assert(
      fc.property(times, (at) => {
        const said = meaningOf(at);
        const first = at[0] ?? 0;
        expect(said.map((each) => each === 'gently')).toEqual(at.map((_, index) => index === 0));
        expect(said.map((each) => each === 'at-once')).toEqual(at.map((each) => each - first > 1000));
      }),
    );
  });
});
