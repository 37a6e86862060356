import type { Role } from '../access/actor.ts';
import type { Level } from '../access/level.ts';

/** Who a provider outside (OpenID Connect or a directory) says that somebody is. */
export interface OutsideIdentity {
  /** The name that the provider gives; a user name is made of it. */
  name: string;
  /** The account that the provider names, where it is asked for one. */
  account: string | undefined;
  groups: readonly string[];
}

/** What belonging to a group gives. All parts but the group may be left out. */
export interface IdentityRule {
  /** Compared letter by letter; `*` stands for everybody whom the provider knows. */
  group: string;
  /** Puts the member into this account. Then the rule's role and grants hold in no other account. */
  account?: string | undefined;
  role?: Role | undefined;
  grants?: readonly MappedGrant[] | undefined;
}

export interface MappedGrant {
  organization: string;
  level: Level;
}

export interface IdentityPolicy {
  rules: readonly IdentityRule[];
  /** The account of whoever no rule and no claim puts into one; undefined: such a person is refused. */
  account: string | undefined;
}

export type IdentityDecision =
  | {
      allowed: true;
      /** The user name to make at the first sign-in. */
      name: string;
      account: string;
      /** Undefined where no rule names a role: then roles are given by hand. */
      role: Role | undefined;
      /** One an organization, by its name. */
      grants: MappedGrant[];
    }
  | { allowed: false; reason: 'name-unfit' | 'no-account' };
