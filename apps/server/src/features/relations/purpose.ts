import type { Referrer } from '@wharf/api';

export type Purpose = Referrer['purpose'];

export interface PurposeFacts {
  artifactType: string | null;
  annotations: Readonly<Record<string, string>>;
}

/** In this order: an attestation may hold an SBOM, and a signature lies around either. */
const marks: [Purpose, RegExp][] = [
  ['sbom', /spdx|cyclonedx|syft|sbom/],
  ['attestation', /in-toto|dsse|attestation|slsa|provenance/],
  ['signature', /simplesigning|notary\.signature|cosign|sigstore|signature|pgp/],
];

/** What a referrer is for, by the types that signing and scanning tools write. */
export function purposeOf({ artifactType, annotations }: PurposeFacts): Purpose {
  // A sigstore bundle is of one type for all that can be in it.
  const predicate = annotations['dev.sigstore.bundle.predicateType'] ?? annotations['in-toto.io/predicate-type'];
  if (predicate !== undefined) return matching(predicate) ?? 'attestation';
  return matching(artifactType ?? '') ?? 'other';
}

function matching(text: string): Purpose | undefined {
  return marks.find(([, pattern]) => pattern.test(text.toLowerCase()))?.[0];
}

/** cosign before referrers: the subject's digest as a tag, with the purpose as its ending. */
export const cosignTags: readonly [ending: string, purpose: Purpose][] = [
  ['sig', 'signature'],
  ['att', 'attestation'],
  ['sbom', 'sbom'],
];

export function cosignTag(digest: string, ending: string): string {
  return `${digest.replace(':', '-')}.${ending}`;
}
