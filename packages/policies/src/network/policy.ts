/** What clients of a network may do with images. */
export type NetworkActions = 'push' | 'push-pull';
/** Whether a client may be sent to the object storage for a blob, or has to get its bytes from Wharf itself. */
export type BlobReads = 'redirect' | 'through';
/** Who is let in when no rule holds his address: nobody, who is on the allow list, or everybody. */
export type PublicAccess = 'off' | 'listed' | 'everyone';

interface NetworkTerms {
  actions: NetworkActions;
  blobReads: BlobReads;
}

/** A named network. */
export interface NetworkRule extends NetworkTerms {
  id: string;
  name: string;
  /** As `parseRange` reads them; a range that it does not read lets nobody in. */
  ranges: readonly string[];
  /** The address by which its clients reach Wharf, `registry.lan:5000`; null: the one by which they came. */
  host: string | null;
  /** Without it the rule is as if it were not there. */
  enabled: boolean;
}

/** The rule for whoever comes from nowhere that a rule names. */
export interface DefaultRule extends NetworkTerms {
  host: string | null;
  publicAccess: PublicAccess;
  /** Counts while `publicAccess` is `listed`. */
  allowList: readonly string[];
}

export interface NetworkPolicy {
  rules: readonly NetworkRule[];
  defaultRule: DefaultRule;
}

/** As a server is that nobody has told otherwise. */
export const openPolicy: NetworkPolicy = {
  rules: [],
  defaultRule: { actions: 'push-pull', blobReads: 'redirect', host: null, publicAccess: 'everyone', allowList: [] },
};
