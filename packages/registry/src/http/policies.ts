import { RegistryError } from '../error.ts';
import type { Action, Decision } from '../ports/access.ts';
import type { Exchange } from './exchange.ts';

/** A condition of a route, by name; throws the refusal. `scope` is what a 401 asks the client to get a token for. */
export interface Policy {
  name: string;
  scope?(path: Pick<Exchange, 'name'>): string;
  /** Synchronous where nothing has to be looked up. */
  check(exchange: Exchange): Promise<void> | undefined;
}

/** The caller may do this to the repository of the path. */
export function can(action: Action): Policy {
  const actions = action === 'push' ? 'pull,push' : action;
  return {
    name: `can(${action})`,
    scope: ({ name }) => `repository:${name}:${actions}`,
    check(exchange) {
      const decided = exchange.caller.decide(action, exchange.name);
      return decided instanceof Promise
        ? decided.then((decision) => obey(decision, exchange))
        : obey(decided, exchange);
    },
  };
}

/** @throws RegistryError the refusal */
function obey(decision: Decision, exchange: Exchange): undefined {
  if (decision.allowed) return;
  // A HEAD cannot carry a reason. Clients that push ask first whether a blob is there, and give up at a 403 without a
  // word; after a 404 they go on to the POST, whose refusal they print.
  if (exchange.req.method === 'HEAD' && exchange.resource === 'blob' && isLastWord(decision, exchange)) {
    throw new RegistryError('BLOB_UNKNOWN', decision.message, decision.detail);
  }
  throw new RegistryError(decision.challenge ? 'UNAUTHORIZED' : 'DENIED', decision.message, decision.detail);
}

/** Whether a client has nothing more to try: it has a right too little, or asked for a token and got one without this. */
function isLastWord(
  { challenge, detail }: Extract<Decision, { allowed: false }>,
  { req }: Pick<Exchange, 'req'>,
): boolean {
  return !challenge || (detail.reason === 'sign-in' && req.headers.authorization !== undefined);
}

/** `/v2/` tells a client whether its credentials hold: without any it is asked for some. */
export const credentialsGiven: Policy = {
  name: 'credentialsGiven',
  async check({ req }) {
    if (req.headers.authorization === undefined) {
      throw new RegistryError('UNAUTHORIZED', 'sign in to use this registry', { reason: 'sign-in' });
    }
  },
};

/** Shows only what the caller may see, so it needs to know who calls; the handler applies the scope. */
export const mayListCatalog: Policy = {
  name: 'mayListCatalog',
  scope: () => 'registry:catalog:*',
  async check({ caller }) {
    if ((await caller.catalogScope()) === undefined) {
      throw new RegistryError('UNAUTHORIZED', 'sign in to list repositories', { reason: 'sign-in' });
    }
  },
};

/** The client's network may be used for this. What only tells whether content is there, a push needs as well. */
export function networkAllowed(use: 'pull' | 'push'): Policy {
  return {
    name: `networkAllowed(${use})`,
    check({ network }) {
      const decision = network.decide(use);
      if (decision.allowed) return undefined;
      throw new RegistryError('DENIED', decision.message, decision.detail);
    },
  };
}
/** The account has room for another upload. Whether its content fits is decided with the manifest, in `putManifest`'s transaction. */
export const withinQuota: Policy = {
  name: 'withinQuota',
  async check({ core, name }) {
    const checking = core.metadata.checkQuota(name);
    if (checking) await checking;
  },
};
