import type { ManifestView } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { contentKind } from './content-kind.ts';

/** What the manifest holds, in a word. */
export function KindChip({ manifest }: { manifest: Pick<ManifestView, 'kind' | 'artifactType'> }) {
  const { t } = useTranslation('manifests');
  return (
    <span className="chip" title={manifest.artifactType ?? undefined}>
      {t(`kind.${contentKind(manifest)}`)}
    </span>
  );
}
