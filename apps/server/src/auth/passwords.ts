import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { createGate } from './gate.ts';

// OWASP Password Storage Cheat Sheet: one of the equivalent minimum settings for scrypt; 32 MiB and about a quarter second each.
const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;
// Above this a row in the database could make the server use gigabytes.
const memoryLimit = 96 * 1024 * 1024;

// Each derivation takes 32 MiB and a core for a quarter second: two at a time, and no queue longer than half a minute.
const gate = createGate(2, 200);

/** Stands where a user has no password of his own: nothing that is typed is right for it. */
export const noPassword = 'none';

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(text: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(text, salt, keyBytes, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

// Nobody's password: what an unknown user name is checked against, so that it costs the same time as a known one.
const decoy = `scrypt$${cost.N}$${cost.r}$${cost.p}$${randomBytes(16).toString('base64url')}$${randomBytes(keyBytes).toString('base64url')}`;

/**
 * Whether `text` is the password that `hash` was made of.
 * @param hash undefined for a user who does not exist, `noPassword` for one who has none: takes the same time and answers false.
 * @throws GateFull when too many wait to be verified
 * @throws Error when the stored hash is malformed (a damaged row, never a wrong password).
 */
export async function verifyPassword(text: string, hash: string | undefined): Promise<boolean> {
  const real = hash === noPassword ? undefined : hash;
  const [scheme, N, r, p, salt, key] = (real ?? decoy).split('$');
  if (scheme !== 'scrypt' || !N || !r || !p || !salt || !key) throw new Error('a stored password hash is malformed');
  const expected = Buffer.from(key, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(text, Buffer.from(salt, 'base64url'), expected.length, options);
  return timingSafeEqual(actual, expected) && real !== undefined;
}

function derive(text: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard gives the same bytes (NIST SP 800-63B, 5.1.1.2).
  const password = text.normalize('NFKC');
  return gate(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password, salt, length, { ...options, maxmem: memoryLimit }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
