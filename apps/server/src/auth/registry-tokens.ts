import { randomUUID } from 'node:crypto';
import type { RepositoryName } from '@wharf/oci';
import type { Credential, RegistryAction } from '@wharf/policies/access';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Holder, KnownActor } from './actors.ts';
import { createLru } from './lru.ts';
import type { Standing } from './revocations.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What a token lets its bearer do: distribution's "Token Authentication Implementation", Claim Set. */
export interface GrantedAccess {
  type: string;
  name: string;
  actions: string[];
}

/** What was asked for and refused: kept in the token, so that the registry can say why instead of asking to log in again. */
export interface RefusedAccess {
  name: string;
  actions: RegistryAction[];
}

/** What an actor may of what was asked for. */
export interface GrantedScopes {
  access: GrantedAccess[];
  refused: RefusedAccess[];
  /** The organizations of what he may: their names can be another's one day. */
  standing: Standing;
}

export interface TokenContent {
  /** Undefined for an anonymous token. */
  holder: Holder | undefined;
  /** The user's or robot's name. */
  name: string;
  /** By which it was got: for the record of what is done with it. */
  credential?: Credential;
  access: GrantedAccess[];
  refused: RefusedAccess[];
  /** The server's address as the client knew it. */
  issuer: string;
  /** What it depends on. */
  standing: Standing;
}

/** A token whose signature held, indexed for questions. */
export interface VerifiedToken {
  content: TokenContent;
  allows(action: RegistryAction, name: RepositoryName): boolean;
  /** Whether this was asked for when the token was made, and refused. */
  refused(action: RegistryAction, name: RepositoryName): boolean;
  /** UTC milliseconds. */
  expiresAt: number;
}

/** What a token says that an actor gets: who he is, what he may, and on what both depend. */
export function tokenContent(
  bearer: { actor: KnownActor; standing: Standing } | undefined,
  { standing: granted, ...access }: GrantedScopes,
  issuer: string,
): TokenContent {
  if (!bearer) return { holder: undefined, name: 'anonymous', ...access, issuer, standing: granted };
  const { kind, id, name, came } = bearer.actor;
  const credential = came ? { credential: came.credential } : {};
  return { holder: { kind, id }, name, ...credential, ...access, issuer, standing: { ...bearer.standing, ...granted } };
}

export interface RegistryTokens {
  /** @param until when what it was got by ends, if it does (UTC milliseconds): the token ends no later */
  issue(
    content: TokenContent,
    service: string,
    until?: number | null,
  ): Promise<{ token: string; expiresInSeconds: number; issuedAt: Date }>;
  /** Synchronous for a token that was seen before. Undefined for one that does not hold (forged, expired, retired key). */
  verify(token: string): VerifiedToken | undefined | Promise<VerifiedToken | undefined>;
}

const tokenType = 'wharf-registry+jwt';
// About 2 KB each.
const cacheLimit = 5000;
// Nodes' clocks differ a little; what one signs, another must take at once.
const clockSkewMs = 30_000;

export function createRegistryTokens(keys: SigningKeys, lifetimeMinutes: number, now: () => Date): RegistryTokens {
  const cache = createLru<{ token: string; verified: VerifiedToken }>(cacheLimit);

  async function verifyAnew(token: string): Promise<VerifiedToken | undefined> {
    const kid = keyIdOf(token);
    const key = kid === undefined ? undefined : await keys.verifier(kid);
    if (!key) return undefined;
    try {
      // The audience is not compared: the server is asked under any number of names, and its key signs only its own tokens.
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['ES256'],
        typ: tokenType,
        requiredClaims: ['exp', 'nbf', 'sub', 'jti'],
        currentDate: now(),
      });
      const verified = verifiedToken(payload);
      cache.set(tailOf(token), { token, verified });
      return verified;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  return {
    async issue(content, service, until) {
      const { id, key } = await keys.signer();
      const issuedAt = now();
      const longest = issuedAt.getTime() + lifetimeMinutes * 60_000;
      const endsAt = new Date(Math.min(longest, until ?? longest));
      const { holder, issuer, ...claims } = content;
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: tokenType, kid: id })
        .setIssuer(issuer)
        .setAudience(service)
        .setSubject(holder ? `${holder.kind}:${holder.id}` : '')
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setNotBefore(new Date(issuedAt.getTime() - clockSkewMs))
        .setExpirationTime(endsAt)
        .sign(key);
      return { token, expiresInSeconds: Math.floor((endsAt.getTime() - issuedAt.getTime()) / 1000), issuedAt };
    },
    verify(token) {
      const known = cache.get(tailOf(token));
      if (known?.token !== token) return verifyAnew(token);
      if (known.verified.expiresAt > now().getTime()) return known.verified;
      cache.remove(tailOf(token));
      return undefined;
    },
  };
}

/** Of its signature, which differs between tokens: to hash all of a new string at each request costs more than to compare it once. */
function tailOf(token: string): string {
  return token.slice(-32);
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    // Not a JWT at all: the same as one with a signature that does not hold.
    return undefined;
  }
}

function readHolder(text: string): Holder | undefined {
  const [kind, id] = text.split(':');
  return (kind === 'user' || kind === 'robot') && id ? { kind, id } : undefined;
}

/** The payload was signed by this server, so its shape is known. */
function verifiedToken(payload: JWTPayload): VerifiedToken {
  const { access, refused, name, credential, ...claims } = payload as unknown as TokenContent;
  const holder = readHolder(payload.sub ?? '');
  // Those that an older version made have none, and end with their user all the same.
  const standing = claims.standing ?? (holder ? { [`${holder.kind}:${holder.id}`]: 0 } : {});
  const known = { holder, name, ...(credential ? { credential } : {}), standing };
  const content: TokenContent = { ...known, access, refused, issuer: payload.iss ?? '' };
  const allowed = new Map<string, Set<string>>();
  for (const { type, name: repository, actions } of access) {
    if (type === 'repository') allowed.set(repository, new Set([...(allowed.get(repository) ?? []), ...actions]));
  }
  return {
    content,
    allows: (action, repository) => allowed.get(repository)?.has(action) === true,
    refused: (action, repository) =>
      refused.some((entry) => entry.name === repository && entry.actions.includes(action)),
    expiresAt: (payload.exp ?? 0) * 1000,
  };
}
