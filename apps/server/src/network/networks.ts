import type { IncomingMessage } from 'node:http';
import type { Database } from '@wharf/db';
import {
  type Admission,
  admit,
  type CompiledPolicy,
  compilePolicy,
  decideUse,
  type NetworkDecision,
  type NetworkPolicy,
  type NetworkUse,
  openPolicy,
} from '@wharf/policies/network';
import type { ClientNetwork, Log, NetworkOf } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { createLru, type Lru } from '../auth/lru.ts';
import { explainNetwork } from './explain-network.ts';
import { getVersion, readPolicy } from './read-policy.ts';

const pollMs = 2000;
/** Addresses whose admission is remembered; a few hundred bytes each. */
const addressLimit = 10_000;

/** The network rules as they are now, in memory: no request waits for the database. */
export interface Networks {
  /** What the client's network lets it do. */
  decide(request: IncomingMessage, use: NetworkUse): NetworkDecision;
  /** The same for the registry's own policies. */
  networkOf: NetworkOf<IncomingMessage>;
  addressOf(request: IncomingMessage): string;
  /** Looks whether something changed; this process knows it when the promise resolves. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

interface Known {
  admission: Admission;
  network: ClientNetwork;
}

/** @param policy what holds before the first `refresh`. */
export function createNetworks(
  world: { db: Kysely<Database>; addressOf(request: IncomingMessage): string },
  policy: NetworkPolicy = openPolicy,
): Networks {
  let version = 0;
  let compiled: CompiledPolicy = compilePolicy(policy);
  let known: Lru<Known> = createLru(addressLimit);
  let reading: Promise<void> | undefined;
  /** A request is asked about by the guard and by the registry, one right after the other. */
  let latest: { request: IncomingMessage; known: Known } | undefined;

  function knownOf(request: IncomingMessage): Known {
    if (latest?.request === request) return latest.known;
    const address = world.addressOf(request);
    let found = known.get(address);
    if (!found) {
      const admission = admit(compiled, address);
      found = { admission, network: clientNetwork(admission, address) };
      known.set(address, found);
    }
    latest = { request, known: found };
    return found;
  }

  async function read(): Promise<void> {
    if ((await getVersion(world.db)) === version) return;
    const fresh = await readPolicy(world.db);
    compiled = compilePolicy(fresh.policy);
    known = createLru(addressLimit);
    latest = undefined;
    version = fresh.version;
  }

  return {
    decide: (request, use) => decideFor(knownOf(request).admission, () => wasForwarded(request), use),
    networkOf: (request) => knownOf(request).network,
    addressOf: world.addressOf,
    async refresh() {
      // One after the other: a reading that began before the caller's change must not be all that he waits for.
      while (reading) await reading.catch(() => {});
      reading = read().finally(() => {
        reading = undefined;
      });
      await reading;
    },
    async stop() {
      await reading?.catch(() => {});
    },
  };
}

/** Reads the rules, then again whenever they changed. @throws what the first reading throws: better no server than an open one */
export async function startNetworks(world: Parameters<typeof createNetworks>[0] & { log: Log }): Promise<Networks> {
  const networks = createNetworks(world);
  await networks.refresh();
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout;
  const later = () => {
    if (stopped) return;
    timer = setTimeout(() => void poll().then(later), pollMs);
    timer.unref();
  };
  async function poll(): Promise<void> {
    try {
      await networks.refresh();
      if (failing) world.log.info({}, 'the network rules can be read again');
      failing = false;
    } catch (error) {
      if (!failing && !stopped)
        world.log.error({ err: error }, 'the network rules could not be read: the last ones hold');
      failing = true;
    }
  }
  later();
  return {
    ...networks,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await networks.stop();
    },
  };
}

function clientNetwork(admission: Admission, address: string): ClientNetwork {
  const allowed = { allowed: true } as const;
  // Made once an address, not once a request.
  const answers = { pull: answer('pull'), push: answer('push') };
  function answer(use: 'pull' | 'push'): ReturnType<ClientNetwork['decide']> {
    const decision = decideUse(admission, use);
    return decision.allowed ? allowed : { allowed: false, ...explainNetwork(decision, address) };
  }
  return { decide: (use) => answers[use], redirectsBlobs: admission.blobReads === 'redirect' };
}

/**
 * The machine's own door is for who sits at it: a proxy on the machine that nobody declared as one brings others.
 * @param forwarded asked only about requests from the machine itself.
 */
export function decideFor(admission: Admission, forwarded: () => boolean, use: NetworkUse): NetworkDecision {
  return decideUse(admission.loopback && forwarded() ? { ...admission, loopback: false } : admission, use);
}

const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/** Whether a proxy says that it brings the request. */
export function wasForwarded({ headers }: IncomingMessage): boolean {
  for (const name of forwardingHeaders) if (headers[name] !== undefined) return true;
  return false;
}
