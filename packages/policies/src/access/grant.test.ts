import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, isWhole, rangeOf } from './grant.ts';

const path = fc.stringMatching(/^[a-z0-9]([a-z0-9._/-]{0,8}[a-z0-9])?$/);

describe('a pattern', () => {
  it('without a star covers the image of that name alone', () => {
    fc.assert(
      fc.property(path, path, (pattern, other) => {
        expect(covers(rangeOf('acme', pattern), `acme/${other}`)).toBe(pattern === other);
      }),
    );
  });

  it('with a star covers what begins as it does, in its organization', () => {
    fc.assert(
      fc.property(path, path, (start, other) => {
        const range = rangeOf('acme', `${start}*`);
        expect(covers(range, `acme/${other}`)).toBe(other.startsWith(start));
        expect(covers(range, `acme/${start}${other}`)).toBe(true);
        for (const near of ['acme-2', 'acmf', 'acm', 'acme0']) expect(covers(range, `${near}/${other}`)).toBe(false);
      }),
    );
  });

  it('of nothing is the whole organization, and no other pattern is', () => {
    fc.assert(
      fc.property(path, (name) => {
        expect(covers(rangeOf('acme', ''), `acme/${name}`)).toBe(true);
        expect(covers(rangeOf('acme', ''), `acme-2/${name}`)).toBe(false);
        expect(isWhole(rangeOf('acme', ''))).toBe(true);
        for (const pattern of [name, `${name}*`, `${name}/*`]) expect(isWhole(rangeOf('acme', pattern))).toBe(false);
      }),
    );
  });
});
