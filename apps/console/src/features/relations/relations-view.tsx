import type { ManifestView } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { PlacesList } from './places-list.tsx';
import { ReferrersTree } from './referrers-tree.tsx';
import './relations.css';

/** What refers to a manifest, and where else it lies; of an index's image, of the index too. */
export function RelationsView({
  organization,
  repository,
  manifest,
  index,
}: {
  organization: string;
  repository: string;
  manifest: ManifestView;
  index?: ManifestView | undefined;
}) {
  const { t } = useTranslation('relations');
  const place = { organization, repository };
  return (
    <div className="relations">
      <ReferrersTree
        title={index ? t('referrers.of-platform') : t('referrers.title')}
        params={{ ...place, digest: manifest.digest }}
      />
      {index && <ReferrersTree title={t('referrers.of-index')} params={{ ...place, digest: index.digest }} />}
      <PlacesList params={{ ...place, digest: (index ?? manifest).digest }} />
    </div>
  );
}
