import type { StorageShares } from '@wharf/api';

/** In the order in which the picture shows them. */
export const shareKinds = ['unique', 'shared', 'bin', 'awaiting', 'uploads', 'orphans'] as const;
export type ShareKind = (typeof shareKinds)[number];

export type SharesShown = StorageShares & { orphanBytes?: number };

export function sharesOf(shares: SharesShown): { kind: ShareKind; bytes: number }[] {
  const bytes: Record<ShareKind, number> = {
    unique: shares.uniqueBytes,
    shared: shares.sharedBytes,
    bin: shares.binBytes,
    awaiting: shares.awaitingBytes,
    uploads: shares.uploadBytes,
    orphans: shares.orphanBytes ?? 0,
  };
  return shareKinds.map((kind) => ({ kind, bytes: bytes[kind] }));
}

export function sumOf(shares: SharesShown): number {
  return sharesOf(shares).reduce((sum, { bytes }) => sum + bytes, 0);
}
