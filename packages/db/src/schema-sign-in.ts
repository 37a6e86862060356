import type { Level } from '@wharf/policies/access';
import type { Generated } from 'kysely';

export interface SignInTables {
  identities: IdentitiesTable;
  identity_grants: IdentityGrantsTable;
  second_factors: SecondFactorsTable;
  recovery_codes: RecoveryCodesTable;
  pending_sign_ins: PendingSignInsTable;
}

/** By what, instead of a password of its own or besides it, a user signs in. */
interface IdentitiesTable {
  /** The issuer of OpenID Connect (its `iss`), or `ldap`. */
  provider: string;
  /** The provider's own word for the person, which it never gives to another: `sub`, or the directory's id attribute. */
  subject: string;
  user_id: string;
  created_at: number;
  /** When the provider last vouched for it. */
  seen_at: number;
  /** 1: a user with a password of his own added it, and what he may do is decided here. 0: it made him, and he follows its groups. */
  linked: Generated<0 | 1>;
}

/** Grants that an identity's groups gave: these follow the groups, grants made by hand do not. */
interface IdentityGrantsTable {
  user_id: string;
  organization_id: string;
  /** As given: who changed it since has made it a grant by hand. */
  level: Level;
}

/** Time-based one-time passwords (RFC 6238), one secret a user. */
interface SecondFactorsTable {
  user_id: string;
  /** base32. Whoever reads the database has it, as he has the keys that sign tokens. */
  secret: string;
  created_at: number;
  /** Null until a first code proved that the user's device knows the secret: till then nothing asks for it. */
  confirmed_at: number | null;
  /** The time step of the last code that was taken; none of it or before is taken again. */
  last_step: number;
}

/** Codes for whoever lost the device; random, so their sha256 is enough. Each works once. */
interface RecoveryCodesTable {
  user_id: string;
  code_hash: string;
  used_at: number | null;
}

/** Sign-ins whose password was right and whose second factor is awaited. */
interface PendingSignInsTable {
  /** sha256 of the ticket that the browser holds. */
  ticket_hash: string;
  user_id: string;
  /** What the password was right for: a new password ends what the old one began. */
  password_hash: string;
  expires_at: number;
}
