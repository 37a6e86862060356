import type { Database } from '@wharf/db';
import type { RepositoryName } from '@wharf/oci';
import { type AccessPolicy, type Actor, decideRepository } from '@wharf/policies/access';
import {
  type Access,
  type Action,
  type Author,
  type Caller,
  type Decision,
  type Origin,
  RegistryError,
} from '@wharf/registry';
import type { Kysely } from 'kysely';
import { findActor, type Holder } from './actors.ts';
import { authorOf } from './author.ts';
import { findCatalogScope } from './catalog-scope.ts';
import { credentialRefusal, waitRefusal } from './credential-refusals.ts';
import { type Credentials, parseBasic } from './credentials.ts';
import { explainRefusal } from './explain.ts';
import { findRepositoryFacts } from './facts.ts';
import { GateFull } from './gate.ts';
import { listGrantors } from './grantors.ts';
import type { RegistryTokens, VerifiedToken } from './registry-tokens.ts';
import type { Revocations } from './revocations.ts';

interface AccessWorld {
  db: Kysely<Database>;
  credentials: Credentials;
  tokens: RegistryTokens;
  revocations: Pick<Revocations, 'hold'>;
  /** What the server decides for everybody, as it is now. */
  policy(): AccessPolicy;
  /** Where the console is, when the configuration says so; a token knows it anyhow. */
  consoleUrl: string | undefined;
}

/** Who calls the registry and what he may: a Bearer token of this server, Basic, or nobody. */
export function createAccess(world: AccessWorld): Access {
  const anonymous = policyCaller(world, { kind: 'anonymous' });
  return {
    identify(authorization, addressOf) {
      if (authorization === undefined) return anonymous;
      const bearer = bearerOf(authorization);
      if (bearer === undefined) return basicCaller(world, authorization, addressOf());
      const verified = world.tokens.verify(bearer);
      return verified instanceof Promise
        ? verified.then((token) => bearerCaller(world, token, addressOf))
        : bearerCaller(world, verified, addressOf);
    },
    challenge: challengeHeader,
  };
}

function bearerOf(authorization: string): string | undefined {
  // As clients write it.
  if (authorization.startsWith('Bearer ') && !authorization.includes(' ', 7)) return authorization.slice(7);
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** The `WWW-Authenticate` of a 401: RFC 6750, 3, with the realm at the very address by which the client came. */
function challengeHeader(
  origin: Origin,
  scope: string | undefined,
  error: 'invalid_token' | 'insufficient_scope' | undefined,
): string {
  const parts = [`realm="${origin.url}/token"`, `service="${origin.host}"`];
  if (scope !== undefined) parts.push(`scope="${scope}"`);
  if (error !== undefined) parts.push(`error="${error}"`);
  return `Bearer ${parts.join(',')}`;
}

function bearerCaller(world: AccessWorld, token: VerifiedToken | undefined, addressOf: () => string): Caller {
  if (!token) {
    throw new RegistryError('UNAUTHORIZED', 'the token is not valid (any more)', {
      reason: 'token-invalid',
    });
  }
  if (!world.revocations.hold(token.content.standing)) {
    const message = 'the login that this token was made for was revoked or changed: log in again';
    throw new RegistryError('UNAUTHORIZED', message, { reason: 'token-revoked' });
  }
  return new BearerCaller(world, token, addressOf);
}

const allowed: Decision = { allowed: true };

/** A class, because one is made for each request: its methods are made once. */
class BearerCaller implements Caller {
  readonly #world: AccessWorld;
  readonly #token: VerifiedToken;
  readonly #addressOf: () => string;

  constructor(world: AccessWorld, token: VerifiedToken, addressOf: () => string) {
    this.#world = world;
    this.#token = token;
    this.#addressOf = addressOf;
  }

  get author(): Author {
    const { holder, name, credential } = this.#token.content;
    const came = credential && { address: this.#addressOf(), credential };
    return { id: holder?.id, name, ...(came && { came }) };
  }

  get anonymous(): boolean {
    return this.#token.content.holder === undefined;
  }

  decide(action: Action, repository: RepositoryName): Decision | Promise<Decision> {
    const { holder, issuer } = this.#token.content;
    if (!this.#token.allows(action, repository)) {
      return this.#token.refused(action, repository)
        ? explainToBearer(this.#world, holder, issuer, action, repository)
        : notCovered(action, repository);
    }
    // A pull must not wait for the database; what changes something must not outlive a right that was taken away.
    return action === 'pull' ? allowed : decideAsNow(this.#world, holder, issuer, action, repository);
  }

  catalogScope() {
    const { access, holder } = this.#token.content;
    const covered = access.some((entry) => entry.type === 'registry' && entry.name === 'catalog');
    return covered && holder ? findCatalogScope(this.#world, holder) : undefined;
  }
}

async function decideAsNow(
  world: AccessWorld,
  holder: Holder | undefined,
  issuer: string,
  action: Action,
  repository: RepositoryName,
): Promise<Decision> {
  const actor = holder && (await findActor(world.db, holder, new Date(world.policy().now)));
  if (actor) return decide(world, actor, issuer, action, repository);
  const message = `the ${holder?.kind ?? 'user'} of this token is disabled or gone`;
  return { allowed: false, challenge: true, message, detail: { reason: 'user-gone' } };
}

/** Why it was refused, as things are now: what was granted since the token was made needs only a new token. */
async function explainToBearer(
  world: AccessWorld,
  holder: Holder | undefined,
  issuer: string,
  action: Action,
  repository: RepositoryName,
): Promise<Decision> {
  const actor = holder
    ? await findActor(world.db, holder, new Date(world.policy().now))
    : ({ kind: 'anonymous' } as const);
  if (!actor) return notCovered(action, repository);
  const decision = await decide(world, actor, issuer, action, repository);
  return decision.allowed ? notCovered(action, repository) : decision;
}

function notCovered(action: Action, repository: RepositoryName): Decision {
  const message = `the token does not cover ${action} on ${repository}`;
  return { allowed: false, challenge: true, message, detail: { reason: 'scope-missing' } };
}

async function basicCaller(world: AccessWorld, authorization: string, address: string): Promise<Caller> {
  const basic = parseBasic(authorization);
  if (!basic) {
    const message = 'the Authorization header is neither Bearer with a token nor Basic with a name and a password';
    throw new RegistryError('UNAUTHORIZED', message, { reason: 'credentials-malformed' });
  }
  const outcome = await world.credentials.check(basic.name, basic.password, address).catch(tellBusy);
  if (outcome.ok) return policyCaller(world, outcome.actor);
  const { reason } = outcome;
  if (reason !== 'too-many-attempts') throw new RegistryError('UNAUTHORIZED', credentialRefusal(reason), { reason });
  const headers = { 'Retry-After': String(outcome.retryAfterSeconds) };
  const detail = { reason, until: outcome.until.toISOString() };
  throw new RegistryError('TOOMANYREQUESTS', waitRefusal(outcome.until), detail, { headers });
}

function tellBusy(error: unknown): never {
  if (!(error instanceof GateFull)) throw error;
  const headers = { 'Retry-After': '5' };
  throw new RegistryError('TOOMANYREQUESTS', 'the server is busy', { reason: 'busy' }, { headers });
}

/** A caller whose rights are looked up for each question. */
function policyCaller(world: AccessWorld, actor: Actor): Caller {
  return {
    author: actor.kind === 'anonymous' ? { id: undefined, name: 'anonymous' } : authorOf(actor),
    anonymous: actor.kind === 'anonymous',
    decide: (action, repository) => decide(world, actor, world.consoleUrl, action, repository),
    catalogScope: () => (actor.kind === 'anonymous' ? undefined : findCatalogScope(world, actor)),
  };
}

async function decide(
  { db, policy }: AccessWorld,
  actor: Actor,
  consoleUrl: string | undefined,
  action: Action,
  repository: RepositoryName,
): Promise<Decision> {
  const facts = await findRepositoryFacts(db, actor, repository);
  const decision = decideRepository(actor, facts, action, policy());
  if (decision.allowed) return { allowed: true };
  const member = decision.held !== undefined && facts.organization;
  const grantedBy = member ? await listGrantors(db, member) : [];
  // Only for one who is not logged in would other credentials change anything.
  const challenge = decision.reason === 'sign-in';
  return { allowed: false, challenge, ...explainRefusal(action, repository, { ...decision, grantedBy }, consoleUrl) };
}
