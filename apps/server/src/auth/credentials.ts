import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { isAccessKeyId, verifyAccessKey } from './access-keys.ts';
import type { Attempts } from './attempts.ts';
import type { Directory } from './directory/directory.ts';
import { AdmissionRefused } from './directory/directory-errors.ts';
import { guess, sourceOf } from './guess.ts';
import { type Judgement, judgeLogin } from './judge-login.ts';
import { createLru } from './lru.ts';
import { type Verified, verifyLogin } from './verify-login.ts';

export type CredentialOutcome =
  | Judgement
  /** Not even looked at: too many failures before it. */
  | { ok: false; reason: 'too-many-attempts'; retryAfterSeconds: number; until: Date };

/** A credential that is not a user's password was used. */
export interface CredentialUse {
  kind: Exclude<Verified['kind'], 'password'>;
  id: string;
  /** Where the client came from, when that is known. */
  address: string | undefined;
}

/**
 * Checks what `docker login` was given: a user's name and password, a temporary login's, an access key's id and login key,
 * or a robot's login and secret.
 */
export interface Credentials {
  /**
   * @param address the client's, undefined where it is not known.
   * @throws GateFull when too many passwords wait to be verified, of all or of that address
   */
  check(name: string, password: string, address: string | undefined): Promise<CredentialOutcome>;
}

const trustedForMs = 60 * 1000;
const cacheLimit = 2000;

/**
 * A password costs a quarter second of a core to verify, and a client that speaks Basic sends it with each request. So
 * what was right is remembered for a minute, by a keyed hash that is of no use outside this process; each use reads the
 * row again, so that a new password, a disabled user or a revoked login counts at once.
 */
export function createCredentials(world: {
  db: Kysely<Database>;
  attempts: Attempts;
  /** Where users may have their password, when configured. */
  directory?: Directory | undefined;
  used(use: CredentialUse): void;
  now(): Date;
}): Credentials {
  const { db, attempts, used } = world;
  const secret = randomBytes(32);
  const verified = createLru<Verified & { until: number }>(cacheLimit);
  const wrong = createLru<true>(cacheLimit);
  const underWay = new Map<string, ReturnType<typeof guess<Verified>>>();

  async function check(name: string, password: string, address: string | undefined): Promise<CredentialOutcome> {
    const key = createHmac('sha256', secret).update(`${name.length}:${name}${password}`).digest('base64');
    const known = verified.get(key);
    if (known && known.until > world.now().getTime()) {
      const outcome = await judge(known, address);
      if (outcome) return outcome;
      verified.remove(key);
    }
    const guessed = await guessOnce(key, name, password, address === undefined ? undefined : sourceOf(address)).catch(
      (error: unknown) => {
        if (error instanceof AdmissionRefused) return { refused: error.reason };
        throw error;
      },
    );
    if ('refused' in guessed) return { ok: false, reason: guessed.refused };
    if ('waitSeconds' in guessed) {
      const until = new Date(world.now().getTime() + guessed.waitSeconds * 1000);
      return { ok: false, reason: 'too-many-attempts', retryAfterSeconds: guessed.waitSeconds, until };
    }
    if (!guessed.found) wrong.set(key, true);
    const outcome = guessed.found && (await judge(guessed.found, address));
    if (!guessed.found || !outcome) return { ok: false, reason: await refusalOf(name, password) };
    verified.set(key, { ...guessed.found, until: world.now().getTime() + trustedForMs });
    return outcome;
  }

  /** The same credentials at the same time (a client pulls several layers at once) are verified once. */
  function guessOnce(key: string, name: string, password: string, source: string | undefined) {
    const sameFrom = `${key} ${source}`;
    const possible = isPossibleName(name);
    const guesser = { name: possible ? name : undefined, source, repeated: wrong.get(key) !== undefined };
    const verifyIt = async () =>
      possible ? await verifyLogin({ db, directory: world.directory }, name, password) : undefined;
    const running =
      underWay.get(sameFrom) ?? guess(attempts, guesser, verifyIt).finally(() => underWay.delete(sameFrom));
    underWay.set(sameFrom, running);
    return running;
  }

  async function judge(found: Verified, address: string | undefined): Promise<Judgement | undefined> {
    const judgement = await judgeLogin(db, found, address ?? '', world.now());
    if (judgement?.ok && found.kind !== 'password') used({ kind: found.kind, id: found.id, address });
    return judgement;
  }

  /** An access key's name looks like nobody else's, so what it says tells nobody anything of users. */
  async function refusalOf(name: string, password: string) {
    if (!isAccessKeyId(name)) return 'unknown-or-wrong';
    return (await verifyAccessKey(db, name, password)) === 'secret-typed' ? 'secret-typed' : 'key-unknown-or-wrong';
  }

  return { check };
}

/** Nothing else is looked up or remembered: PostgreSQL takes no zero byte in a text, and a name may come by the megabyte. */
function isPossibleName(name: string): boolean {
  return name.length > 0 && name.length <= 128 && !name.includes('\0');
}

/** What `Authorization: Basic` carries (RFC 7617: the name ends at the first colon), or undefined when it is no such header. */
export function parseBasic(authorization: string): { name: string; password: string } | undefined {
  const match = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization);
  if (!match) return undefined;
  const text = Buffer.from(match[1] ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
