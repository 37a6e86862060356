import type { ManifestView } from '@wharf/api';
import { platformText } from '@wharf/oci';

export type IndexChild = ManifestView['children'][number];

/** How a child is named in the selector and in the URL: its platform, or its digest when it has none of its own. */
export function childKey(child: IndexChild, all: readonly IndexChild[]): string {
  if (!child.platform || isAttestation(child)) return child.digest;
  const text = platformText(child.platform);
  const same = all.filter((other) => other.platform && platformText(other.platform) === text);
  // Windows images differ by os.version only.
  return same.length > 1 ? child.digest : text;
}

/** BuildKit adds its provenance and SBOM to an index as a child of the platform `unknown/unknown`. */
export function isAttestation(child: IndexChild): boolean {
  return child.platform?.os === 'unknown' && child.platform.architecture === 'unknown';
}

/** Platforms first, attestations last, otherwise as the index has them. */
export function orderedChildren(children: readonly IndexChild[]): IndexChild[] {
  return [...children.filter((child) => !isAttestation(child)), ...children.filter(isAttestation)];
}

/** The child that the URL names, else linux/amd64 (what most machines pull), else the first. */
export function chosenChild(children: readonly IndexChild[], key: string | undefined): IndexChild | undefined {
  const ordered = orderedChildren(children);
  const byKey = (wanted: string) => ordered.find((child) => childKey(child, children) === wanted);
  return (key !== undefined ? byKey(key) : undefined) ?? byKey('linux/amd64') ?? ordered[0];
}
