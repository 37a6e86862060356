import { mediaTypes } from '@wharf/oci';

const containerImages: (string | null)[] = [mediaTypes.ociConfig, mediaTypes.dockerConfig];

/** The kind of what is no container image (a chart, a signature ...); null for an image, whose type is its config's. */
export function artifactTypeShown(artifactType: string | null): string | null {
  return containerImages.includes(artifactType) ? null : artifactType;
}
