import { BlockList, isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { decideNetwork, type NetworkUse } from './decide-network.ts';
import { type DefaultRule, type NetworkPolicy, type NetworkRule, openPolicy } from './policy.ts';
import { formatRange, networkOf } from './range.ts';

// Few bits differ, so that ranges overlap and hold the addresses.
const four = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.2',
  '10.0.1.1',
  '10.1.0.1',
  '127.0.0.1',
  '127.9.9.9',
  '128.0.0.1',
  '0.0.0.0',
);
const six = fc.constantFrom('::1', '::2', '2001:db8::1', '2001:db8:0:1::1', 'fe80::1', '::10.0.0.1');
const addressText = fc.oneof(
  four,
  six,
  four.map((text) => `::ffff:${text}`),
);
const range = fc.tuple(fc.oneof(four, six), fc.nat({ max: 128 })).map(([text, length]) => {
  const address = parseAddress(text);
  if (!address) throw new Error(text);
  const prefix = Math.min(length, address.family === 4 ? 32 : 128);
  return formatRange({ family: address.family, value: networkOf(address, prefix), prefix });
});
const terms = {
  actions: fc.constantFrom('push', 'push-pull'),
  blobReads: fc.constantFrom('redirect', 'through'),
  host: fc.option(fc.constantFrom('registry.lan', 'registry.example'), { nil: null }),
} as const;
const rule: fc.Arbitrary<NetworkRule> = fc.record({
  ...terms,
  id: fc.uuid(),
  name: fc.string(),
  ranges: fc.array(range, { maxLength: 4 }),
  enabled: fc.boolean(),
});
const defaultRule: fc.Arbitrary<DefaultRule> = fc.record({
  ...terms,
  publicAccess: fc.constantFrom('off', 'listed', 'everyone'),
  allowList: fc.array(range, { maxLength: 4 }),
});
const policy: fc.Arbitrary<NetworkPolicy> = fc.record({ rules: fc.array(rule, { maxLength: 5 }), defaultRule });
const use = fc.constantFrom<NetworkUse>('console', 'connect', 'pull', 'push');

/** Node's own reading of ranges; the longest of all that hold the address, the first one of equals. */
function naive({ rules, defaultRule }: NetworkPolicy, mapped: string, wanted: NetworkUse): string {
  const address = mapped.replace('::ffff:', '');
  const holds = (text: string) => {
    const [network = '', prefix] = text.split('/');
    if (isIPv6(network) !== isIPv6(address)) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
  let best: { rule: NetworkRule; prefix: number } | undefined;
  for (const each of rules) {
    for (const text of each.ranges) {
      const prefix = Number(text.split('/')[1]);
      if (each.enabled && holds(text) && prefix > (best?.prefix ?? -1)) best = { rule: each, prefix };
    }
  }
  const listed = defaultRule.publicAccess === 'listed' && defaultRule.allowList.some(holds);
  if (!best && defaultRule.publicAccess !== 'everyone' && !listed) {
    const machine = address.startsWith('127.') || address === '::1';
    if (machine && wanted === 'console') return 'machine';
    return defaultRule.publicAccess === 'off' ? 'network-public-off' : 'network-not-listed';
  }
  if (wanted === 'pull' && (best?.rule ?? defaultRule).actions === 'push') return 'network-push-only';
  return best ? `rule ${best.rule.id}` : 'public';
}

function shown(decision: ReturnType<typeof decideNetwork>): string {
  if (!decision.allowed) return decision.reason;
  return decision.door.kind === 'rule' ? `rule ${decision.door.id}` : decision.door.kind;
}

describe('a network policy', () => {
  test('decides as a naive reading of all its ranges does', () => {
    fc.assert(
      fc.property(policy, addressText, use, (given, address, wanted) => {
        expect(shown(decideNetwork(given, address, wanted))).toBe(naive(given, address, wanted));
      }),
      { numRuns: 1000 },
    );
  });

  test('never keeps the machine itself from the console', () => {
    fc.assert(
      fc.property(policy, fc.constantFrom('127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'), (given, address) => {
        expect(decideNetwork(given, address, 'console').allowed).toBe(true);
      }),
    );
  });

  test('lets nobody in by a rule that is off, and nobody whose address cannot be read', () => {
    fc.assert(
      fc.property(policy, addressText, use, (given, address, wanted) => {
        const without = { ...given, rules: given.rules.filter((each) => each.enabled) };
        expect(decideNetwork(given, address, wanted)).toEqual(decideNetwork(without, address, wanted));
        expect(decideNetwork(given, 'unknown', wanted)).toMatchObject({ reason: 'network-address-unknown' });
      }),
    );
  });

  test('names the range that holds the address, and gives the terms of its rule', () => {
    const lan: NetworkRule = {
      id: '1',
      name: 'lan',
      ranges: ['10.0.0.0/8'],
      host: 'registry.lan',
      enabled: true,
      actions: 'push-pull',
      blobReads: 'through',
    };
    const build: NetworkRule = { ...lan, id: '2', name: 'build', ranges: ['10.9.0.0/16', 'fd00::/8'], actions: 'push' };
    const given: NetworkPolicy = { ...openPolicy, rules: [lan, build] };
    expect(decideNetwork(given, '10.1.1.1', 'pull')).toEqual({
      allowed: true,
      blobReads: 'through',
      door: { kind: 'rule', id: '1', name: 'lan', range: '10.0.0.0/8', host: 'registry.lan' },
    });
    expect(decideNetwork(given, '10.9.1.1', 'pull')).toMatchObject({
      allowed: false,
      reason: 'network-push-only',
      remedy: 'allow-pull',
      door: { name: 'build', range: '10.9.0.0/16' },
    });
    expect(decideNetwork(given, '10.9.1.1', 'push').allowed).toBe(true);
    expect(decideNetwork(given, '192.0.2.1', 'pull')).toEqual({
      allowed: true,
      blobReads: 'redirect',
      door: { kind: 'public', range: null, host: null },
    });
  });

  test('an address that is written otherwise is the same one', () => {
    fc.assert(
      fc.property(policy, addressText, use, (given, text, wanted) => {
        const address = parseAddress(text);
        if (!address) throw new Error(text);
        expect(decideNetwork(given, formatAddress(address), wanted)).toEqual(decideNetwork(given, text, wanted));
      }),
    );
  });
});
