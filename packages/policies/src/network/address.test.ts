import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { parseRange } from './range.ts';

const anyText = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.stringMatching(/^[0-9a-f:.]{0,24}$/),
  fc.tuple(fc.ipV6(), fc.ipV4()).map(([six, four]) => `${six.split(':').slice(0, 6).join(':')}:${four}`),
  fc.string({ maxLength: 20 }),
);

describe('an address', () => {
  test('is what Node takes for one, zones aside', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes('%')),
        (text) => {
          expect(parseAddress(text) !== undefined, text).toBe(isIP(text) !== 0);
        },
      ),
      { numRuns: 800 },
    );
  });

  test('is written as URL does, and reads back the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        if (!address) throw new Error(`${text} was not read`);
        const written = formatAddress(address);
        expect(parseAddress(written)).toEqual(address);
        if (address.family === 6) expect(`[${written}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
    );
  });

  test('of IPv4 over an IPv6 socket is the IPv4 one', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseAddress(`::ffff:${text}`)).toEqual(parseAddress(text));
      }),
    );
  });

  test.each([
    ['fe80::1%eth0', 'fe80::1'],
    ['2001:DB8:0:0:1::', '2001:db8:0:0:1::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::', '::'],
  ])('%s is written %s', (text, written) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(written);
  });

  test.each(['', '1.2.3', '1.2.3.256', '01.2.3.4', '1:2', ':::', '1::2::3', '1.2.3.4::', '12345::', 'a'.repeat(200)])(
    '%j is none',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );
});

describe('a range', () => {
  test.each([
    ['10.0.0.0/8', { family: 4, value: 10n << 24n, prefix: 8 }],
    ['10.1.2.3', { family: 4, value: 0x0a010203n, prefix: 32 }],
    ['::ffff:10.0.0.0/104', { family: 4, value: 10n << 24n, prefix: 8 }],
    ['::1', { family: 6, value: 1n, prefix: 128 }],
    ['::/0', { family: 6, value: 0n, prefix: 0 }],
  ])('%s is read', (text, range) => expect(parseRange(text)).toEqual({ range }));

  test.each([
    ['10.0.0.0/33', { problem: 'range-prefix' }],
    ['10.0.0.0/', { problem: 'range-prefix' }],
    ['10.0.0.0/8/8', { problem: 'range-prefix' }],
    ['10.0.0.0/08', { problem: 'range-prefix' }],
    ['::/129', { problem: 'range-prefix' }],
    ['::ffff:0.0.0.0/90', { problem: 'range-prefix' }],
    ['fe80::%eth0/64', { problem: 'range-address' }],
    ['office', { problem: 'range-address' }],
    ['10.1.2.3/8', { problem: 'range-host-bits', suggested: '10.0.0.0/8' }],
    ['2001:db8::1/32', { problem: 'range-host-bits', suggested: '2001:db8::/32' }],
  ])('%s is refused', (text, problem) => expect(parseRange(text)).toEqual(problem));
});
