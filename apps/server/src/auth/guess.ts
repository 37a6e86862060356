import { isIPv6 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Attempts } from './attempts.ts';
import { createGate } from './gate.ts';

/** Who tries a password, as far as it counts for slowing guesses down. */
export interface Guesser {
  /** The user's name that is tried; undefined where it can be no name. */
  name: string | undefined;
  /** What is guessed; wrong ones of each kind count apart. A password unless told. */
  secret?: 'password' | 'code';
  /** From where: `sourceOf` an address, or another place that the guesser cannot choose; undefined where not known. */
  source: string | undefined;
  /** The very same was tried before: that tells a guesser nothing new, and a forgotten machine must not block its network. */
  repeated?: boolean;
}

const longestDelaySeconds = 2;
// Many people may share one address: it gets more tries than one user's name there.
const freeOfSource = 19;
const atOnce = 3;
const waitingLimit = 100;

const gates = new Map<string, { run: ReturnType<typeof createGate>; inside: number }>();

/**
 * Tries a password. Wrong ones block the name at that source, then the source; elsewhere the name is only delayed, so
 * that nobody can keep a user out of everywhere. A right one forgives the name, not the source: whoever has a user of his
 * own could else guess at others for ever.
 * @param verify gives undefined when the password is wrong.
 * @throws GateFull when too many of that source wait
 */
export async function guess<T>(
  attempts: Attempts,
  { name, secret = 'password', source, repeated = false }: Guesser,
  verify: () => Promise<T | undefined>,
): Promise<{ found: T | undefined } | { waitSeconds: number }> {
  // A stranger may try any text as a name: it stands last, so that none reads as what is counted of somebody else.
  const who = `${secret === 'code' ? 'code' : 'user'}:${name}`;
  const ofName = name === undefined ? [] : [who];
  const ofPair = name === undefined || source === undefined ? [] : [`source:${source} ${who}`];
  const ofSource = source === undefined ? [] : [`source:${source}`];
  // Without a source the name alone must do.
  const blocking = source === undefined ? ofName : [...ofPair, ...ofSource];
  const blocked = (keys = blocking) => Math.max(0, ...keys.map((key) => attempts.blockedFor(key)));

  if (blocked() > 0) return { waitSeconds: blocked() };
  return await inTurn(source, async () => {
    if (blocked() > 0) return { waitSeconds: blocked() };
    const delay = Math.min(longestDelaySeconds, blocked(ofName));
    if (delay > 0) await pause(delay * 1000);
    const found = await verify();
    // Again: of many guesses at once, those that end after the allowed ones learn nothing, not even success.
    if (blocked() > 0) return { waitSeconds: blocked() };
    if (found === undefined) {
      for (const key of [...ofName, ...ofPair]) attempts.failed(key);
      for (const key of repeated ? [] : ofSource) attempts.failed(key, freeOfSource);
    } else for (const key of [...ofName, ...ofPair]) attempts.succeeded(key);
    return { found };
  });
}

/** Few guesses of one source run at the same time. */
async function inTurn<T>(source: string | undefined, work: () => Promise<T>): Promise<T> {
  if (source === undefined) return await work();
  const gate = gates.get(source) ?? { run: createGate(atOnce, waitingLimit), inside: 0 };
  gates.set(source, gate);
  gate.inside += 1;
  try {
    return await gate.run(work);
  } finally {
    gate.inside -= 1;
    if (gate.inside === 0) gates.delete(source);
  }
}

/** One customer's network: an IPv4 address, or the /64 of an IPv6 one, all of whose addresses one machine may use. */
export function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  // URL writes an IPv6 address in its one canonical form (RFC 5952).
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  return `${[...(before ?? []), ...zeros, ...(after ?? [])].slice(0, 4).join(':')}::/64`;
}
