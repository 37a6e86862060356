import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type Database, newId, type WharfDatabase } from '@wharf/db';
import type { Kysely } from 'kysely';

/** Longer than any token lives (an hour at most) and than any node takes to see a new key. */
const retireAfterMs = 2 * 60 * 60 * 1000;
/** How soon a node signs with a key that another process made. */
const reloadAfterMs = 60 * 1000;
/** An unknown key id makes the node look again, but not more often than this: ids are the client's to invent. */
const lookAgainAfterMs = 2000;

export interface SigningKeys {
  /** The key that signs now. */
  signer(): Promise<{ id: string; key: KeyObject }>;
  /** The public half of key `id`, or undefined when there is none that counts. */
  verifier(id: string): Promise<KeyObject | undefined>;
}

interface LoadedKey {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  retiredAt: number | undefined;
}

/** The keys lie in the database, so that equal nodes take each other's tokens. */
export function createSigningKeys(database: WharfDatabase, now: () => number = Date.now): SigningKeys {
  let keys: LoadedKey[] = [];
  let loadedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  // Callers at the same time share one query.
  function reload(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function load(): Promise<void> {
    const rows = await database.db.selectFrom('signing_keys').selectAll().orderBy('id', 'desc').execute();
    keys = rows.map((row) => {
      const privateKey = createPrivateKey({ key: JSON.parse(row.private_key) as JsonWebKey, format: 'jwk' });
      return { id: row.id, privateKey, publicKey: createPublicKey(privateKey), retiredAt: row.retired_at ?? undefined };
    });
    loadedAt = now();
  }

  return {
    async signer() {
      if (now() - loadedAt >= reloadAfterMs) await reload();
      const newest = keys.find((key) => key.retiredAt === undefined);
      if (!newest) throw new Error('no signing key in the database: run the command rotate-keys to make one');
      return { id: newest.id, key: newest.privateKey };
    },
    async verifier(id) {
      const find = () => keys.find((key) => key.id === id && (key.retiredAt === undefined || key.retiredAt > now()));
      if (!keys.some((key) => key.id === id) && now() - loadedAt >= lookAgainAfterMs) await reload();
      return find()?.publicKey;
    },
  };
}

/** Adds a key that signs from now on. */
export async function addSigningKey(db: Kysely<Database>, at: Date): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = newId();
  await db
    .insertInto('signing_keys')
    .values({
      id,
      private_key: JSON.stringify(privateKey.export({ format: 'jwk' })),
      created_at: at.getTime(),
      retired_at: null,
    })
    .execute();
  return id;
}

/** Signs with a new key from now on; the older ones verify what they signed for as long as that lives. */
export async function rotateSigningKeys(database: WharfDatabase, at: Date): Promise<string> {
  return database.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('signing_keys').where('retired_at', '<', at.getTime()).execute();
    await trx
      .updateTable('signing_keys')
      .set({ retired_at: at.getTime() + retireAfterMs })
      .where('retired_at', 'is', null)
      .execute();
    return addSigningKey(trx, at);
  });
}
