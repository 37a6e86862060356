import type { Role } from '@wharf/policies/access';
import type { Generated } from 'kysely';

/** Quotas are null where the account may have as much as it likes. */
export interface AccountsTable {
  id: string;
  name: string;
  created_at: number;
  organization_quota: number | null;
  /** Repositories that hold a manifest, over all its organizations. */
  repository_quota: number | null;
  /** Tags in each repository. */
  tag_quota: number | null;
  /** Sum of `repositories.bytes`. */
  byte_quota: number | null;
  /** Nobody of it can come in since then. */
  disabled_at: number | null;
}

export interface UsersTable {
  id: string;
  account_id: string;
  /** Unique on the server, lowercase: it is the user name of `docker login`. */
  name: string;
  /** `scrypt$N$r$p$salt$hash`; `none` for whoever signs in by an identity (`identities`) only: no password is right for it. */
  password_hash: string;
  role: Role;
  disabled_at: number | null;
  created_at: number;
  last_signed_in_at: number | null;
  /** 1: may sign in to the console. */
  console_access: Generated<0 | 1>;
  /** 1: may log in with clients, by whatever credential. */
  programmatic_access: Generated<0 | 1>;
  /** 1: somebody else set the password; it opens nothing but the page that changes it. */
  must_change_password: Generated<0 | 1>;
}
