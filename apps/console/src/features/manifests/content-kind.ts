/** What a manifest holds, for the word that the console shows; `other` shows the media type itself. */
export type ContentKind =
  | 'image'
  | 'index'
  | 'helm'
  | 'signature'
  | 'sbom'
  | 'attestation'
  | 'wasm'
  | 'empty'
  | 'other';

const kinds: readonly [RegExp, ContentKind][] = [
  [/^application\/vnd\.cncf\.helm\./, 'helm'],
  [/^application\/vnd\.(?:dev\.cosign\.|dev\.sigstore\.bundle|cncf\.notary\.signature)/, 'signature'],
  [/^application\/(?:vnd\.)?(?:spdx|cyclonedx|syft)/, 'sbom'],
  [/^text\/spdx/, 'sbom'],
  [/^application\/vnd\.in-toto/, 'attestation'],
  [/^application\/vnd\.(?:wasm|bytecodealliance)/, 'wasm'],
  [/^application\/vnd\.oci\.empty\.v1\+json$/, 'empty'],
];

export function contentKind({
  kind,
  artifactType,
}: {
  kind: 'image' | 'index';
  artifactType: string | null;
}): ContentKind {
  if (artifactType === null) return kind;
  return kinds.find(([pattern]) => pattern.test(artifactType))?.[1] ?? 'other';
}
