import type { EventType } from '@wharf/api';
import type { Database, WharfDatabase } from '@wharf/db';
import type { Credential, Provenance } from '@wharf/policies/access';
import type { Log } from '@wharf/registry';
import type { Transaction } from 'kysely';
import type { Credentials } from '../auth/credentials.ts';
import { sourceOf } from '../auth/guess.ts';
import { createLru } from '../auth/lru.ts';
import { recordEvent } from '../features/record-event.ts';
import { createEventBatch } from './event-batch.ts';
import { findClaimed } from './find-claimed.ts';

interface RefusedAttempt {
  type: Extract<EventType, 'SignInRefused' | 'LoginRefused' | 'PasswordRefused'>;
  /** As it was typed: kept only where it is somebody's, since people type passwords into the wrong field. */
  name: string;
  address: string;
  reason: string;
  requestId?: string | undefined;
  /** What it came with, where that is known; else the one that has the name. */
  credential?: Credential;
}

/** Logins that no transaction makes: those of clients, and all that are refused. */
export interface LoginRecord {
  /** A client came with credentials that hold. */
  used(actor: { id: string; name: string; accountId: string; came?: Provenance }): void;
  refused(attempt: RefusedAttempt): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Told {
  type: RefusedAttempt['type'] | 'LoginUsed';
  at: Date;
  /** How many of the same were left out before this one. */
  leftOut: number;
  by: Parameters<LoginRecord['used']>[0] | RefusedAttempt;
}

// A client asks for a token with each command, and a machine that has the wrong password goes on trying.
const sameEveryMs = 15 * 60_000;
const rememberedLimit = 5_000;
const refusedAMinute = 300;

/**
 * Tells of each credential and address once in a quarter of an hour, and how many were left out between. Of refusals it
 * tells 300 a minute at most: guessers must not fill the record.
 */
export function createLoginRecord(parts: { database: WharfDatabase; log: Log; now(): Date }): LoginRecord {
  const { now } = parts;
  const told = createLru<{ until: number; leftOut: number }>(rememberedLimit);
  const batch = createEventBatch<Told>({ ...parts, limit: 2_000, write: writeLogins });
  let minute = { began: 0, refused: 0 };

  function add(type: Told['type'], key: string, by: Told['by']): void {
    const at = now();
    const same = told.get(key);
    if (same && same.until > at.getTime()) {
      same.leftOut += 1;
      return;
    }
    if (type !== 'LoginUsed') {
      if (at.getTime() - minute.began >= 60_000) minute = { began: at.getTime(), refused: 0 };
      minute.refused += 1;
      if (minute.refused > refusedAMinute) return;
    }
    told.set(key, { until: at.getTime() + sameEveryMs, leftOut: 0 });
    batch.add({ type, at, leftOut: same?.leftOut ?? 0, by });
  }

  return {
    used(actor) {
      const { kind, id } = actor.came?.credential ?? { kind: '', id: actor.id };
      add('LoginUsed', `used ${kind} ${id} ${actor.came?.address}`, actor);
    },
    refused(attempt) {
      // Whoever is blocked is so under any name.
      const name = attempt.reason === 'too-many-attempts' ? '' : attempt.name.slice(0, 128);
      const key = `${attempt.type} ${attempt.reason} ${sourceOf(attempt.address)} ${name} ${attempt.credential?.id}`;
      add(attempt.type, key, attempt);
    },
    flush: () => batch.flush(),
    stop: () => batch.stop(),
  };
}

/** The same credentials, each check on the record. */
export function recordLogins(credentials: Credentials, record: LoginRecord): Credentials {
  return {
    async check(name, password, address) {
      const outcome = await credentials.check(name, password, address);
      if (outcome.ok) record.used(outcome.actor);
      else record.refused({ type: 'LoginRefused', name, address: address ?? '', reason: outcome.reason });
      return outcome;
    },
  };
}

async function writeLogins(trx: Transaction<Database>, all: Told[]): Promise<void> {
  const names = all.flatMap(({ by }) => ('reason' in by ? [by.name] : []));
  const claimed = await findClaimed(trx, names);
  for (const { type, at, leftOut, by } of all) {
    const counted = leftOut > 0 ? { leftOut } : {};
    if (!('reason' in by)) {
      await recordEvent(trx, { type, accountId: by.accountId, payload: counted, author: by, at });
      continue;
    }
    const { name, address, reason, requestId } = by;
    const found = claimed.get(name);
    const credential = by.credential ?? found?.credential ?? { kind: 'password', id: '', name: '' };
    const came = { address, credential, ...(requestId !== undefined && { requestId }) };
    await recordEvent(trx, {
      type,
      accountId: found?.accountId ?? '',
      payload: { reason, ...counted },
      // Nobody proved to be him: the name alone.
      author: { id: null, name: found?.name ?? '', came },
      result: 'refused',
      at,
    });
  }
}
