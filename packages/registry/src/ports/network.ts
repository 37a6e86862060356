import type { RefusalDetail } from '../error.ts';

/** What the network that a client comes from lets it do, whoever calls. Synchronous: every request asks. */
export interface ClientNetwork {
  decide(use: 'pull' | 'push'): { allowed: true } | { allowed: false; message: string; detail: RefusalDetail };
  /** False: the client cannot reach object storage, and must get the bytes of blobs from here. */
  redirectsBlobs: boolean;
}

export type NetworkOf<Request> = (request: Request) => ClientNetwork;

/** Of a registry that asks nobody where he comes from. */
export const anyNetwork: ClientNetwork = { decide: () => ({ allowed: true }), redirectsBlobs: true };
