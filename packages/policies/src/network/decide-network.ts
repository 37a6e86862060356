import { type Address, parseAddress } from './address.ts';
import type { BlobReads, NetworkActions, NetworkPolicy, NetworkRule, PublicAccess } from './policy.ts';
import { type AddressRange, formatRange, networkOf, parseRange } from './range.ts';

/**
 * What a client wants. `console` is everything that is not the registry; `connect` is what a registry client does before it
 * pulls or pushes (`/v2/`, `/token`).
 */
export type NetworkUse = 'console' | 'connect' | 'pull' | 'push';

/** By which door an address comes in. */
export type NetworkDoor =
  | { kind: 'rule'; id: string; name: string; range: string; host: string | null }
  /** `range`: of the allow list; null while everybody is let in. */
  | { kind: 'public'; range: string | null; host: string | null }
  /** The machine itself, which reaches the console whatever the rules say: so an operator can repair them. */
  | { kind: 'machine' };

export type NetworkDecision =
  | { allowed: true; door: NetworkDoor; blobReads: BlobReads }
  | { allowed: false; reason: NetworkRefusal; door: NetworkDoor | undefined; remedy: NetworkRemedy };

export type NetworkRefusal =
  /** No rule holds the address, and public access is off. */
  | 'network-public-off'
  /** No rule holds it, nor does the allow list of public access. */
  | 'network-not-listed'
  /** Clients of this network only push. */
  | 'network-push-only'
  /** The address could not be read. */
  | 'network-address-unknown';

export type NetworkRemedy = 'add-rule' | 'add-to-allow-list' | 'allow-pull' | 'come-directly';

/** What is known of an address under a policy, whatever it wants: worth keeping for each address. */
export interface Admission {
  door: NetworkDoor | undefined;
  actions: NetworkActions;
  blobReads: BlobReads;
  publicAccess: PublicAccess;
  loopback: boolean;
  known: boolean;
}

/** A policy, its ranges in order of their length. */
export interface CompiledPolicy {
  policy: NetworkPolicy;
  rules: RangeMap<NetworkRule>;
  allowList: RangeMap<true>;
}

/** By family and prefix, the longest first: the values of ranges by their first address. */
type RangeMap<Value> = { family: 4 | 6; prefix: number; byNetwork: Map<bigint, Value> }[];

export function compilePolicy(policy: NetworkPolicy): CompiledPolicy {
  const enabled = policy.rules.filter((rule) => rule.enabled);
  return {
    policy,
    rules: rangeMap(enabled.flatMap((rule) => rule.ranges.map((range): [string, NetworkRule] => [range, rule]))),
    allowList: rangeMap(policy.defaultRule.allowList.map((range): [string, true] => [range, true])),
  };
}

/** Of two equal ranges the first one counts. */
function rangeMap<Value>(entries: [string, Value][]): RangeMap<Value> {
  const maps: RangeMap<Value> = [];
  for (const [text, value] of entries) {
    const parsed = parseRange(text);
    if ('problem' in parsed) continue;
    const { family, prefix, value: network } = parsed.range;
    let map = maps.find((each) => each.family === family && each.prefix === prefix);
    if (!map) {
      map = { family, prefix, byNetwork: new Map() };
      maps.push(map);
    }
    if (!map.byNetwork.has(network)) map.byNetwork.set(network, value);
  }
  return maps.sort((a, b) => b.prefix - a.prefix);
}

function lookUp<Value>(map: RangeMap<Value>, address: Address): { value: Value; range: AddressRange } | undefined {
  for (const { family, prefix, byNetwork } of map) {
    if (family !== address.family) continue;
    const network = networkOf(address, prefix);
    const value = byNetwork.get(network);
    if (value !== undefined) return { value, range: { family, prefix, value: network } };
  }
  return undefined;
}

/** The most specific range of the enabled rules decides; only where there is none, public access does. */
export function admit({ policy, rules, allowList }: CompiledPolicy, addressText: string): Admission {
  const { defaultRule } = policy;
  const { publicAccess } = defaultRule;
  const address = parseAddress(addressText);
  const { actions, blobReads, host } = defaultRule;
  const outside: Admission = { door: undefined, actions, blobReads, publicAccess, loopback: false, known: true };
  if (!address) return { ...outside, known: false };
  const loopback = isLoopback(address);
  const found = lookUp(rules, address);
  if (found) {
    const { value: rule, range } = found;
    const door: NetworkDoor = {
      kind: 'rule',
      id: rule.id,
      name: rule.name,
      range: formatRange(range),
      host: rule.host,
    };
    return { ...outside, door, actions: rule.actions, blobReads: rule.blobReads, loopback };
  }
  if (publicAccess === 'everyone') return { ...outside, door: { kind: 'public', range: null, host }, loopback };
  const listed = publicAccess === 'listed' ? lookUp(allowList, address) : undefined;
  if (!listed) return { ...outside, loopback };
  return { ...outside, door: { kind: 'public', range: formatRange(listed.range), host }, loopback };
}

/** @returns `door` of a refusal is there when the address comes in, but not for this use. */
export function decideUse(admission: Admission, use: NetworkUse): NetworkDecision {
  const { door, actions, blobReads, publicAccess, loopback, known } = admission;
  if (!known) {
    return { allowed: false, reason: 'network-address-unknown', door: undefined, remedy: 'come-directly' };
  }
  if (!door) {
    if (loopback && use === 'console') return { allowed: true, door: { kind: 'machine' }, blobReads };
    return publicAccess === 'listed'
      ? { allowed: false, reason: 'network-not-listed', door, remedy: 'add-to-allow-list' }
      : { allowed: false, reason: 'network-public-off', door, remedy: 'add-rule' };
  }
  if (use === 'pull' && actions === 'push') {
    return { allowed: false, reason: 'network-push-only', door, remedy: 'allow-pull' };
  }
  return { allowed: true, door, blobReads };
}

/** What the network of a client lets it do. `address` is the client's own, as trusted proxies tell it. */
export function decideNetwork(policy: NetworkPolicy, address: string, use: NetworkUse): NetworkDecision {
  return decideUse(admit(compilePolicy(policy), address), use);
}

function isLoopback({ family, value }: Address): boolean {
  return family === 4 ? value >> 24n === 127n : value === 1n;
}
