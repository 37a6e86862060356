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
  description: string;
  /** Null: for ever. One that has ended stays, and shows as such. */
  expires_at: number | null;
  created_at: number;
  created_by: string;
}
