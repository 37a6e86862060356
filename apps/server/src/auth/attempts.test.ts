import { describe, expect, it } from 'vitest';
import { createAttempts } from './attempts.ts';

function clocked() {
  const clock = { ms: 1_000_000 };
  return { clock, attempts: createAttempts(() => clock.ms) };
}

describe('attempts', () => {
  it('lets four failures pass and doubles the wait from the fifth on, up to five minutes', () => {
    const { clock, attempts } = clocked();
    const waits: number[] = [];
    for (let failure = 1; failure <= 15; failure++) {
      attempts.failed('user:ann');
      waits.push(attempts.blockedFor('user:ann'));
      clock.ms += 300_000;
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('forgets after a success, after the wait, and knows keys apart', () => {
    const { clock, attempts } = clocked();
    for (let failure = 0; failure < 6; failure++) attempts.failed('user:ann');
    expect(attempts.blockedFor('user:bob')).toBe(0);
    expect(attempts.blockedFor('user:ann')).toBe(2);
    clock.ms += 2000;
    expect(attempts.blockedFor('user:ann')).toBe(0);
    attempts.failed('user:ann');
    expect(attempts.blockedFor('user:ann')).toBe(4);
    attempts.succeeded('user:ann');
    attempts.failed('user:ann');
    expect(attempts.blockedFor('user:ann')).toBe(0);
  });

  it('keeps a bounded number of keys, dropping the longest unused', () => {
    const { attempts } = clocked();
    for (let failure = 0; failure < 5; failure++) attempts.failed('user:first');
    for (let user = 0; user < 20_000; user++) attempts.failed(`user:${user}`);
    expect(attempts.blockedFor('user:first')).toBe(0);
  });
});
