import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random secret of 192 bits in letters that no shell, no URL and (as the first one) no command line treats specially. */
export function newSecret(random: (bytes: number) => Buffer = randomBytes): string {
  for (;;) {
    const secret = random(24).toString('base64url');
    // `docker login -p -abc` takes it for an option.
    if (!secret.startsWith('-')) return secret;
  }
}

/** sha256 in hex: enough for a secret that was random, since there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function secretMatches(secret: string, hash: string): boolean {
  const actual = Buffer.from(hashSecret(secret));
  const expected = Buffer.from(hash);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
