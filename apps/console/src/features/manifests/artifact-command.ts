import type { RegistryPlace } from '../../ui/commands.ts';
import type { ContentKind } from './content-kind.ts';

/** The line that fetches what is no container image; undefined for images, which the container tools pull. */
export function artifactCommand(
  kind: ContentKind,
  { registryHost, insecure }: RegistryPlace,
  name: string,
  { tag, reference }: { tag: string; reference: string },
): string | undefined {
  const plain = insecure ? ' --plain-http' : '';
  switch (kind) {
    case 'image':
    case 'index':
      return undefined;
    case 'helm':
      // A chart's version may hold a plus sign, which tags write as an underscore.
      return `helm pull${plain} oci://${registryHost}/${name} --version ${tag.replaceAll('_', '+')}`;
    default:
      return `oras pull${plain} ${registryHost}/${name}${reference}`;
  }
}
