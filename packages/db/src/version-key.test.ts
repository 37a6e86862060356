import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { versionKey } from './version-key.ts';

const byKey = (a: string, b: string) => (versionKey(a) < versionKey(b) ? -1 : versionKey(a) > versionKey(b) ? 1 : 0);

interface Version {
  core: [number, number, number];
  pre: (string | number)[];
}

/** semver.org, section 11, in the plainest way. */
function precedence(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) if (a.core[index] !== b.core[index]) return a.core[index] - b.core[index];
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (let index = 0; index < Math.min(a.pre.length, b.pre.length); index++) {
    const [x, y] = [a.pre[index], b.pre[index]];
    if (x === undefined || y === undefined || x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return a.pre.length - b.pre.length;
}

const number = fc.oneof(fc.nat(12), fc.nat(), fc.nat(Number.MAX_SAFE_INTEGER));
const word = fc.stringMatching(/^[0-9A-Za-z-]{0,4}[A-Za-z-][0-9A-Za-z-]{0,4}$/);
const version: fc.Arbitrary<Version> = fc.record({
  core: fc.tuple(number, number, number),
  pre: fc.array(fc.oneof(fc.nat(20), number, word), { maxLength: 3 }),
});
const nearVersions = fc.tuple(version, version, fc.nat(3)).map(([a, b, shared]): [Version, Version] => {
  if (shared === 0) return [a, b];
  return [a, { core: a.core, pre: shared === 1 ? b.pre : [...a.pre.slice(0, shared - 1), ...b.pre] }];
});
const text = ({ core, pre }: Version) => core.join('.') + (pre.length > 0 ? `-${pre.join('.')}` : '');
const tagText = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/);

describe('versionKey', () => {
  test('orders as semantic versions do', () => {
    fc.assert(
      fc.property(nearVersions, ([a, b]) => {
        expect(Math.sign(byKey(text(a), text(b)))).toBe(Math.sign(precedence(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes no notice of a `v` in front, of zeros in front of a number, and of build metadata', () => {
    fc.assert(
      fc.property(
        version,
        fc.constantFrom('v', 'V', '0', 'v00'),
        fc.constantFrom('', '_build.5', '_'),
        (v, front, end) => {
          expect(versionKey(front + text(v) + end)).toBe(versionKey(text(v)));
        },
      ),
    );
  });

  test('puts what is no version before all versions, by name', () => {
    const others = tagText.filter((tag) => !/^[vV]?\d/.test(tag));
    fc.assert(
      fc.property(others, version, (other, v) => {
        expect(byKey(other, text(v))).toBe(-1);
      }),
    );
    fc.assert(
      fc.property(others, others, (a, b) => {
        expect(byKey(a, b)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('has at most 200 characters, all of ASCII, for any tag', () => {
    fc.assert(
      fc.property(tagText, (tag) => {
        expect(versionKey(tag)).toMatch(/^[\x20-\x7e]{1,200}$/);
      }),
    );
    expect(versionKey(`1-${'1.'.repeat(62)}1`)).toHaveLength(200);
  });

  test.each([
    ['latest', '0'],
    ['1', '1.0.1'],
    ['1.2.3-rc.1', '1.2.3'],
    ['1.9', '1.10'],
    ['1.2.3', '1.2.3.1'],
    ['1.2.3.1', '1.2.4-alpha'],
    ['1.2.3.1-rc', '1.2.3.1'],
    ['v2.0.0-alpha', 'v2.0.0-alpha.1'],
    ['2024.01.05', '2024.1.10'],
    ['7e3a91f', '0.0.1'],
    ['1.2.x', '0.0.1'],
    ['1.', '0.0.1'],
  ])('%s comes before %s', (a, b) => {
    expect(byKey(a, b)).toBe(-1);
  });

  test('takes absent parts as 0', () => {
    expect(versionKey('1.2')).toBe(versionKey('1.2.0'));
    expect(versionKey('1')).toBe(versionKey('v1.0.0.0'));
  });
});
