import type { ManifestView } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { PairsTable } from './pairs-table.tsx';

/** Annotations of a manifest, and of the index that names it. */
export function AnnotationsView({ manifest, index }: { manifest: ManifestView; index?: ManifestView }) {
  const { t } = useTranslation('manifests');
  const own = Object.entries(manifest.annotations);
  const outer = Object.entries(index?.annotations ?? {});
  if (own.length + outer.length === 0) return <p className="quiet">{t('annotations.none')}</p>;
  return (
    <div className="annotations">
      {own.length > 0 && <PairsTable caption={t('annotations.title')} pairs={own} />}
      {outer.length > 0 && (
        <section>
          <h3>{t('annotations.of-index')}</h3>
          <PairsTable caption={t('annotations.of-index')} pairs={outer} />
        </section>
      )}
    </div>
  );
}
