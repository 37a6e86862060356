import { Secret, TOTP } from 'otpauth';

// RFC 6238 with what every authenticator app assumes: SHA-1, six digits, thirty seconds. One step of clock skew each way (5.2).
const skewSteps = 1;

/** 160 random bits in base32 (RFC 4226, 4: R6). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The `otpauth://` address that an app reads from the picture; `issuer` and `user` are shown beside the code. */
export function totpUri(secret: string, issuer: string, user: string): string {
  return new TOTP({ issuer, label: user, secret }).toString();
}

/** The time step whose code this is; undefined when it is none of now. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  const timestamp = at.getTime();
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), timestamp, window: skewSteps });
  return delta === null ? undefined : TOTP.counter({ timestamp }) + delta;
}
