import { createHmac, randomBytes } from 'node:crypto';
import type { Database } from '@wharf/db';
import { decideEntry, type EntryRefusal } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { type KnownActor, robotActor, robotColumns } from './actors.ts';
import type { Attempts } from './attempts.ts';
import { entryColumns, entryFacts } from './entry.ts';
import { guess, sourceOf } from './guess.ts';
import { createLru } from './lru.ts';
import { verifyPassword } from './passwords.ts';
import { lastRevocation, type Standing, userRevocations, userStanding } from './revocations.ts';
import { secretMatches } from './secrets.ts';
import { actorColumns, userActor } from './user-actor.ts';

export type CredentialOutcome =
  /** `standing` goes into the tokens that he gets. */
  | { ok: true; actor: KnownActor; standing: Standing }
  | {
      ok: false;
      reason: 'unknown-or-wrong' | 'expired' | 'revoked' | 'robot-disabled' | 'robot-expired' | EntryRefusal;
    }
  /** Not even looked at: too many failures before it. */
  | { ok: false; reason: 'too-many-attempts'; retryAfterSeconds: number };

/** Checks what `docker login` was given: a user's name and password, or a temporary login's. */
export interface Credentials {
  /**
   * @param address the client's, undefined where it is not known.
   * @throws GateFull when too many passwords wait to be verified, of all or of that address
   */
  check(name: string, password: string, address: string | undefined): Promise<CredentialOutcome>;
}

/** Which row the credentials belong to, and the hash that they were right for. */
interface Verified {
  table: 'users' | 'temporary_credentials' | 'robots';
  id: string;
  hash: string;
  until: number;
}

/** Stands in every robot's login, `acme+ci`, and in no user's name. */
export const robotMark = '+';

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
  /** Called with the id of a temporary login that was used. */
  used(temporaryCredentialId: string): void;
  now(): Date;
}): Credentials {
  const { db, attempts, used } = world;
  const secret = randomBytes(32);
  const verified = createLru<Verified>(cacheLimit);
  const underWay = new Map<string, ReturnType<typeof guess<Verified>>>();

  async function check(name: string, password: string, address: string | undefined): Promise<CredentialOutcome> {
    const key = createHmac('sha256', secret).update(`${name.length}:${name}${password}`).digest('base64');
    const known = verified.get(key);
    if (known && known.until > world.now().getTime()) {
      const outcome = await judge(known, address);
      if (outcome) return outcome;
      verified.remove(key);
    }
    const guessed = await guessOnce(key, name, password, address === undefined ? undefined : sourceOf(address));
    if ('waitSeconds' in guessed)
      return { ok: false, reason: 'too-many-attempts', retryAfterSeconds: guessed.waitSeconds };
    const outcome = guessed.found && (await judge(guessed.found, address));
    if (!guessed.found || !outcome) return { ok: false, reason: 'unknown-or-wrong' };
    verified.set(key, guessed.found);
    return outcome;
  }

  /** The same credentials at the same time (a client pulls several layers at once) are verified once. */
  function guessOnce(key: string, name: string, password: string, source: string | undefined) {
    const sameFrom = `${key} ${source}`;
    const possible = isPossibleName(name);
    const verifyIt = async () => (possible ? await verify(name, password) : undefined);
    const running =
      underWay.get(sameFrom) ??
      guess(attempts, { name: possible ? name : undefined, source }, verifyIt).finally(() => underWay.delete(sameFrom));
    underWay.set(sameFrom, running);
    return running;
  }

  async function verify(name: string, password: string): Promise<Verified | undefined> {
    const until = world.now().getTime() + trustedForMs;
    const temporary = await db
      .selectFrom('temporary_credentials')
      .select(['id', 'secret_hash'])
      .where('login', '=', name)
      .executeTakeFirst();
    if (temporary && secretMatches(password, temporary.secret_hash)) {
      return { table: 'temporary_credentials', id: temporary.id, hash: temporary.secret_hash, until };
    }
    // No user's name has the mark that every robot's login has.
    if (name.includes(robotMark)) return await verifyRobot(name, password, until);
    const user = await db
      .selectFrom('users')
      .select(['id', 'password_hash'])
      .where('name', '=', name)
      .executeTakeFirst();
    const right = await verifyPassword(password, user?.password_hash);
    return user && right ? { table: 'users', id: user.id, hash: user.password_hash, until } : undefined;
  }

  /** What the row says now; undefined when the credentials are no longer those of the row. */
  function judge(found: Verified, address = ''): Promise<CredentialOutcome | undefined> {
    switch (found.table) {
      case 'users':
        return judgeUser(found, address);
      case 'robots':
        return judgeRobot(found, address);
      case 'temporary_credentials':
        return judgeTemporary(found, address);
    }
  }

  async function verifyRobot(login: string, secret: string, until: number): Promise<Verified | undefined> {
    const robot = await db
      .selectFrom('robots')
      .select(['id', 'secret_hash'])
      .where('login', '=', login)
      .executeTakeFirst();
    if (!robot || !secretMatches(secret, robot.secret_hash)) return undefined;
    return { table: 'robots', id: robot.id, hash: robot.secret_hash, until };
  }

  async function judgeRobot({ id, hash }: Verified, address: string): Promise<CredentialOutcome | undefined> {
    const row = await db
      .selectFrom('robots')
      .innerJoin('accounts', 'accounts.id', 'robots.account_id')
      .select([
        ...robotColumns,
        lastRevocation('robot', 'robots.id').as('robot_revocation'),
        lastRevocation('account', 'robots.account_id').as('account_revocation'),
        'robots.expires_at',
        'robots.disabled_at',
        'accounts.disabled_at as account_disabled_at',
      ])
      .where('robots.id', '=', id)
      .where('robots.secret_hash', '=', hash)
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.account_disabled_at !== null) return { ok: false, reason: 'account-disabled' };
    if (row.disabled_at !== null) return { ok: false, reason: 'robot-disabled' };
    if (row.expires_at !== null && row.expires_at <= world.now().getTime()) {
      return { ok: false, reason: 'robot-expired' };
    }
    const standing = { [`robot:${id}`]: row.robot_revocation, [`account:${row.account_id}`]: row.account_revocation };
    const credential = { kind: 'robot', id, name: row.login } as const;
    return { ok: true, actor: robotActor(row, { address, credential }), standing };
  }

  async function judgeUser({ id, hash }: Verified, address: string): Promise<CredentialOutcome | undefined> {
    const row = await db
      .selectFrom('users')
      .innerJoin('accounts', 'accounts.id', 'users.account_id')
      .select([...actorColumns, ...userRevocations(), ...entryColumns])
      .where('users.id', '=', id)
      .where('users.password_hash', '=', hash)
      .executeTakeFirst();
    if (!row) return undefined;
    const entry = decideEntry(entryFacts(row), 'password');
    if (!entry.allowed) return { ok: false, reason: entry.reason };
    const credential = { kind: 'password', id, name: row.user_name } as const;
    return { ok: true, actor: userActor(row, { address, credential }), standing: userStanding(row) };
  }

  async function judgeTemporary({ id, hash }: Verified, address: string): Promise<CredentialOutcome | undefined> {
    const row = await db
      .selectFrom('temporary_credentials')
      .innerJoin('users', 'users.id', 'temporary_credentials.user_id')
      .innerJoin('accounts', 'accounts.id', 'users.account_id')
      .select([
        ...actorColumns,
        ...userRevocations(),
        lastRevocation('credential', 'temporary_credentials.id').as('credential_revocation'),
        'temporary_credentials.login',
        ...entryColumns,
        'temporary_credentials.expires_at',
        'temporary_credentials.revoked_at',
      ])
      .where('temporary_credentials.id', '=', id)
      .where('temporary_credentials.secret_hash', '=', hash)
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.revoked_at !== null) return { ok: false, reason: 'revoked' };
    if (row.expires_at <= world.now().getTime()) return { ok: false, reason: 'expired' };
    const entry = decideEntry(entryFacts(row), 'credential');
    if (!entry.allowed) return { ok: false, reason: entry.reason };
    used(id);
    const standing = { ...userStanding(row), [`credential:${id}`]: row.credential_revocation };
    const credential = { kind: 'temporary-login', id, name: row.login } as const;
    return { ok: true, actor: userActor(row, { address, credential }), standing };
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

const refusals = {
  'unknown-or-wrong': 'the user name or the password is wrong',
  expired: 'this temporary login has expired: copy a new login command from the console',
  revoked: 'this temporary login was revoked: copy a new login command from the console',
  'robot-disabled': 'this robot is disabled: whoever manages its organization can enable it again',
  'robot-expired': 'this robot has expired: whoever manages its organization can give it more time',
  'user-disabled': 'this user is disabled: an administrator of the account can enable it again',
  'account-disabled': 'this account is disabled: a system administrator of this server can enable it again',
  'no-console-access': 'this user has no access to the console',
  'no-programmatic-access':
    'this user may not log in with clients: an administrator of the account can switch programmatic access on',
  'password-change-needed':
    'this password was set by somebody else: sign in to the console first and choose another one, then log in with that',
  'too-many-attempts': 'too many wrong passwords: wait a little, then try again',
};

/** The sentence for whoever logs in. */
export function credentialRefusal(reason: keyof typeof refusals): string {
  return refusals[reason];
}
