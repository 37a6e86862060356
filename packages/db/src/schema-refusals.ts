/** Requests that were refused, kept for Troubleshooting: 30 days, and only so many. */
export interface RefusalsTable {
  /** `R-7Q2M-9XKD-4HTB`: stands in the answer, so that it can be typed. */
  id: string;
  created_at: number;
  /** When the same was refused the last time, and how often by now. */
  last_at: number;
  count: number;
  /** Whose credentials, where that is known; no reference, since it may outlive its user. */
  user_id: string | null;
  robot_id: string | null;
  account_id: string | null;
  /** Empty for nobody known. */
  actor_name: string;
  /** 1 when the credentials held, 0 when only somebody's login name was given. */
  proven: 0 | 1;
  address: string;
  /** The address, or the network of an IPv6 one: what counts as one sender. */
  source: string;
  method: string;
  /** `pull`, `push`, `delete`, `login`, or an operation of the console's API. */
  operation: string;
  /** Full name, or the organization alone. */
  repository: string | null;
  reference: string | null;
  status: number;
  code: string;
  reason: string;
  rule: string;
  message: string;
  /** Facts, remedy and help as JSON. */
  detail: string;
  /** The client's own word of itself, cut. */
  client: string;
}
