import { randomBytes } from 'node:crypto';

// Crockford's base 32: no I, L, O, U, so that it can be read out on the telephone.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `R-7Q2M-9XKD-4HTB`: 60 random bits. It opens nothing: who asks for a refusal must be allowed to see it. */
export function newRefusalId(): string {
  const text = Array.from(randomBytes(12), (byte) => letters.charAt(byte % 32)).join('');
  return `R-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
