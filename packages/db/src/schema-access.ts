import type { Level } from '@wharf/policies/access';

/** A level on an organization's images, for a user or for a robot. */
export interface GrantsTable {
  id: string;
  organization_id: string;
  /** One of the two is null. */
  user_id: string | null;
  robot_id: string | null;
  /** The user's name or the robot's login, which never change: lists are in its order. */
  holder_name: string;
  /** As written: empty for the whole organization, `app` for one image, `team-a/*` for all that begin so. */
  pattern: string;
  /** `rangeOf` the pattern: the full names that it covers, both included. */
  first_name: string;
  last_name: string;
  level: Level;
  created_at: number;
  created_by: string;
}

/** Named credentials for machines: of one organization, or of a whole account (then `organization_id` is null). */
export interface RobotsTable {
  id: string;
  account_id: string;
  organization_id: string | null;
  name: string;
  /** The user name of `docker login`, unique: `acme+ci` of the organization acme, `@default+ci` of the account default. */
  login: string;
  description: string;
  /** The secret is random, so its sha256 is enough. */
  secret_hash: string;
  created_at: number;
  created_by: string;
  /** When its secret was made anew. */
  rotated_at: number | null;
  expires_at: number | null;
  disabled_at: number | null;
  last_used_at: number | null;
  last_used_address: string | null;
}

/** A private repository that another account may pull from. */
export interface SharesTable {
  repository_id: string;
  /** Who receives it. */
  account_id: string;
  /** The repository's full name, which never changes: what an account received is listed in its order. */
  repository_name: string;
  description: string;
  /** Null: for ever. One that has ended stays, and shows as such. */
  expires_at: number | null;
  created_at: number;
  created_by: string;
}
