import { randomBytes, scryptSync } from 'node:crypto';

/** A password's hash as `hashPassword` writes it, at a hundredth of its cost: for users who exist in a test only. */
export function quickHash(password: string): string {
  const [N, r, p] = [2 ** 10, 8, 1];
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N, r, p });
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}
