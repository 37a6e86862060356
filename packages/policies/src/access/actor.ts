import type { Provenance } from './provenance.ts';

/** Roles of a user; a system administrator also administers the account he belongs to. */
export const roles = ['member', 'account-administrator', 'system-administrator'] as const;
export type Role = (typeof roles)[number];

/** Who asks: nobody known, or a user of an account. `came` decides nothing: it is for the record. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'user'; id: string; name: string; accountId: string; role: Role; came?: Provenance };
