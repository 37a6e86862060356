import type { Digest } from './digest.ts';
import type { Platform } from './platform.ts';

/** OCI image spec, "Content Descriptors". `size` in bytes. */
export interface Descriptor {
  mediaType: string;
  digest: Digest;
  size: number;
  urls?: string[];
  annotations?: Record<string, string>;
  artifactType?: string;
  platform?: Platform;
}
