import type { BlobReads, NetworkActions, PublicAccess } from '@wharf/policies/network';

/** Named networks from which the server may be reached. */
export interface NetworkRulesTable {
  id: string;
  name: string;
  description: string;
  /** JSON: string[], as `formatRange` writes them. */
  ranges: string;
  /** The address by which its clients reach the server, with a port where it needs one. */
  host: string | null;
  enabled: number;
  actions: NetworkActions;
  blob_reads: BlobReads;
  created_at: number;
  created_by: string;
}

/** One row, with the id 1: the rule for whoever comes from elsewhere. */
export interface NetworkSettingsTable {
  id: number;
  /** Counts the changes of this row and of the rules: who keeps them in memory asks for it alone. */
  version: number;
  public_access: PublicAccess;
  /** JSON: { range, description }[] */
  allow_list: string;
  host: string | null;
  actions: NetworkActions;
  blob_reads: BlobReads;
}
