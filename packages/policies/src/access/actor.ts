import type { Provenance } from './provenance.ts';

/** Roles of a user; a system administrator also administers the account he belongs to. */
export const roles = ['member', 'account-administrator', 'system-administrator'] as const;
export type Role = (typeof roles)[number];

/**
 * Who asks: nobody known, a user of an account, or a robot: a named credential that holds only what was granted to it. `came`
 * decides nothing: it is for the record.
 */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'user'; id: string; name: string; accountId: string; role: Role; came?: Provenance }
  /** `organizationId`: the one organization that it belongs to and can be granted; null for a robot of the whole account. */
  | {
      kind: 'robot';
      id: string;
      name: string;
      accountId: string;
      organizationId: string | null;
      came?: Provenance;
    };
