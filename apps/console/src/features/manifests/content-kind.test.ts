import { expect, test } from 'vitest';
import { contentKind } from './content-kind.ts';

test.each([
  ['image', null, 'image'],
  ['index', null, 'index'],
  ['image', 'application/vnd.cncf.helm.config.v1+json', 'helm'],
  ['image', 'application/vnd.dev.cosign.artifact.sig.v1+json', 'signature'],
  ['image', 'application/vnd.cncf.notary.signature', 'signature'],
  ['image', 'application/spdx+json', 'sbom'],
  ['image', 'application/vnd.cyclonedx+json', 'sbom'],
  ['image', 'application/vnd.in-toto+json', 'attestation'],
  ['index', 'application/vnd.example.thing', 'other'],
] as const)('%s of %s is %s', (kind, artifactType, expected) => {
  expect(contentKind({ kind, artifactType })).toBe(expected);
});
