import type { RegistryClient } from '@wharf/registry-client';

/** A registry that is measured. */
export interface Served {
  name: string;
  /** As `http://127.0.0.1:5000`. */
  origin: string;
  /** The first process; its children belong to it. */
  pid: number;
  /** Sent with each request. */
  headers: Record<string, string>;
  client: RegistryClient;
  stop(): Promise<void>;
}
