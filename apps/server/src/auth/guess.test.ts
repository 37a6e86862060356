import { describe, expect, it } from 'vitest';
import { createAttempts } from './attempts.ts';
import { guess, sourceOf } from './guess.ts';

const wrong = async () => undefined;
const right = async () => true as const;

describe('guess', () => {
  it('runs three of one source at a time', async () => {
    let running = 0;
    let most = 0;
    const attempts = createAttempts(() => 0);
    const verify = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return true;
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, number) => guess(attempts, { name: `user-${number}`, source: 'a' }, verify)),
    );
    expect(most).toBe(3);
  });

  it('blocks a source that guesses at many names, and forgives it nothing for a right one of its own', async () => {
    const attempts = createAttempts(() => 0);
    for (let number = 0; number < 19; number++) await guess(attempts, { name: `user-${number}`, source: 'a' }, wrong);
    expect(await guess(attempts, { name: 'own', source: 'a' }, right)).toEqual({ found: true });
    await guess(attempts, { name: 'last', source: 'a' }, wrong);
    expect(await guess(attempts, { name: 'own', source: 'a' }, right)).toEqual({ waitSeconds: 1 });
    expect(await guess(attempts, { name: 'own', source: 'b' }, right)).toEqual({ found: true });
  });

  it('does not count the same wrong guess against the source again, but against the name there', async () => {
    const attempts = createAttempts(() => 0);
    for (let count = 0; count < 30; count++) {
      await guess(attempts, { name: 'ann', source: 'a', repeated: count > 0 }, wrong);
    }
    expect(await guess(attempts, { name: 'own', source: 'a' }, right)).toEqual({ found: true });
    expect(await guess(attempts, { name: 'ann', source: 'a' }, right)).toEqual({ waitSeconds: 1 });
  });

  it('blocks the name where the source is not known', async () => {
    const attempts = createAttempts(() => 0);
    for (let count = 0; count < 5; count++) await guess(attempts, { name: 'ann', source: undefined }, wrong);
    expect(await guess(attempts, { name: 'ann', source: undefined }, right)).toEqual({ waitSeconds: 1 });
  });

  it.each(['ann code', 'ann source:b', 'ann:code', 'code:ann', 'source:b user:ann', 'b user:ann'])(
    'counts the name %j for nobody else, neither his password elsewhere nor his code',
    async (name) => {
      const attempts = createAttempts(() => 0);
      for (let count = 0; count < 6; count++) await guess(attempts, { name, source: 'a' }, wrong);
      expect(await guess(attempts, { name: 'ann', source: 'b' }, right)).toEqual({ found: true });
      expect(await guess(attempts, { name: 'ann', secret: 'code', source: undefined }, right)).toEqual({ found: true });
    },
  );

  it('counts wrong codes apart from wrong passwords', async () => {
    const attempts = createAttempts(() => 0);
    const code = { name: 'ann', secret: 'code', source: undefined } as const;
    for (let count = 0; count < 5; count++) await guess(attempts, code, wrong);
    expect(await guess(attempts, { name: 'ann', source: 'a' }, right)).toEqual({ found: true });
    expect(await guess(attempts, code, right)).toEqual({ waitSeconds: 1 });
  });
});

it.each([
  ['10.0.0.7', '10.0.0.7'],
  ['::ffff:10.0.0.7', '10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%j is of the source %j', (address, source) => {
  expect(sourceOf(address)).toBe(source);
});
