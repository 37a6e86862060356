import type { ChangeNotice } from '@wharf/api';
import { firstIdAt } from '@wharf/db';
import type { HeldGrant } from '@wharf/policies/access';
import { type CurrentSession, findLiveSessions } from '../../auth/sessions.ts';
import type { Services } from '../../bff/services.ts';
import { noticesFor } from './notices.ts';
import { type ChangeRow, listChanges, listGrantsAmong, listSharesAmong } from './queries.ts';

/** Somebody who listens. */
export interface Listener {
  sessionId: string;
  userId: string;
  /** Whether his network still may: the rules may have changed since he came. */
  isAdmitted(): boolean;
  tell(notices: ChangeNotice[]): void;
  /** Keeps the line open through proxies. */
  beat(): void;
  end(): void;
}

export interface ChangeFeed {
  /** Undefined when there are too many listeners already. The function that it gives ends the listening. */
  listen(listener: Listener): (() => void) | undefined;
}

const pollMs = 1_000;
const beatMs = 20_000;
// Ids are made before their transaction commits, so one may appear behind others that were read already. It also covers
// what happened between a page's questions and its listening.
const lookBackMs = 5_000;
const rowsAtOnce = 1_000;
const rowsPerPoll = 5_000;
const listenerLimit = 2_000;
const listenersPerSession = 10;
/** He may have a hundred sessions: a few people must not take the places of all. */
const listenersPerUser = 50;

/** When too much happened to name it all. */
const anything: ChangeNotice = { type: 'Many', organization: null, repository: null };

/** Reads the outbox once a second for all listeners of this process, and only while there are any. */
export function createChangeFeed(services: Services): ChangeFeed {
  const listeners = new Set<Listener & { fresh: boolean }>();
  let known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let beatAt = 0;

  services.stopping?.addEventListener('abort', () => {
    for (const listener of listeners) dismiss(listener);
  });

  // At once, not when its connection closes: until then it would be told on.
  function dismiss(listener: Listener & { fresh: boolean }): void {
    listeners.delete(listener);
    listener.end();
  }

  async function poll(): Promise<void> {
    if (listeners.size === 0) {
      timer = undefined;
      return;
    }
    try {
      const sessions = await findLiveSessions(services, [...new Set([...listeners].map(({ sessionId }) => sessionId))]);
      for (const listener of listeners) {
        if (!sessions.has(listener.sessionId) || !listener.isAdmitted()) dismiss(listener);
      }
      await tellAll(sessions);
      beatIfDue();
    } catch (error) {
      services.log.error({ err: error }, 'changes could not be read; the next try follows');
    }
    timer = setTimeout(poll, pollMs);
  }

  async function tellAll(sessions: Map<string, CurrentSession>): Promise<void> {
    const { rows, all } = await readWindow(services);
    const news = rows.filter((row) => !known.has(row.id));
    const before = new Set(known);
    known = new Set(rows.map((row) => row.id));
    const [grants, shares] = await Promise.all([
      grantsAmong(services, rows, sessions),
      sharesAmong(services, rows, sessions),
    ]);
    for (const listener of listeners) {
      const session = sessions.get(listener.sessionId);
      // Who came while this poll was reading is told by the next one.
      if (!session) continue;
      const told = noticesFor(
        session.actor,
        listener.fresh ? rows : news,
        (user, organization) => grants.get(`${user} ${organization}`) ?? [],
        (account, repository) => shares.has(`${account} ${repository}`),
      );
      listener.fresh = false;
      if (!all && rows.some((row) => !before.has(row.id))) told.push(anything);
      if (told.length > 0) listener.tell(told);
    }
  }

  function beatIfDue(): void {
    if (Date.now() - beatAt < beatMs) return;
    beatAt = Date.now();
    for (const listener of listeners) listener.beat();
  }

  return {
    listen(listener) {
      const ofUser = [...listeners].filter(({ userId }) => userId === listener.userId);
      const ofSession = ofUser.filter(({ sessionId }) => sessionId === listener.sessionId);
      const tooMany = ofUser.length >= listenersPerUser || ofSession.length >= listenersPerSession;
      const full = listeners.size >= listenerLimit || tooMany;
      if (full || services.stopping?.aborted) return undefined;
      const entry = { ...listener, fresh: true };
      listeners.add(entry);
      if (!timer) {
        known = new Set();
        timer = setTimeout(poll, 0);
      }
      return () => {
        listeners.delete(entry);
      };
    },
  };
}

async function readWindow({ database: { db } }: Services): Promise<{ rows: ChangeRow[]; all: boolean }> {
  const rows: ChangeRow[] = [];
  let after = firstIdAt(Date.now() - lookBackMs);
  while (rows.length < rowsPerPoll) {
    const more = await listChanges(db, after, rowsAtOnce);
    rows.push(...more);
    after = more.at(-1)?.id ?? after;
    if (more.length < rowsAtOnce) return { rows, all: true };
  }
  return { rows, all: false };
}

async function grantsAmong({ database: { db } }: Services, rows: ChangeRow[], sessions: Map<string, CurrentSession>) {
  const members = [...sessions.values()].filter(({ actor }) => actor.role === 'member').map(({ actor }) => actor.id);
  const organizations = rows.flatMap((row) => row.organization_id ?? []);
  const grants = await listGrantsAmong(db, [...new Set(members)], [...new Set(organizations)]);
  const held = new Map<string, HeldGrant[]>();
  for (const grant of grants) {
    const key = `${grant.user_id} ${grant.organization_id}`;
    held.set(key, [...(held.get(key) ?? []), grant]);
  }
  return held;
}

async function sharesAmong(
  { database: { db }, now }: Services,
  rows: ChangeRow[],
  sessions: Map<string, CurrentSession>,
): Promise<Set<string>> {
  const accounts = [...sessions.values()].map(({ actor }) => actor.accountId);
  const repositories = rows.flatMap((row) => row.repository_id ?? []);
  const shares = await listSharesAmong(db, [...new Set(accounts)], [...new Set(repositories)], now());
  return new Set(shares.map((share) => `${share.account_id} ${share.repository_id}`));
}
