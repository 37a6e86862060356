import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { paths } from '../lib/paths.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { type PageTab, PageTabs } from '../ui/page-tabs.tsx';
import { OwnImagesTab } from './own-images-tab.tsx';

const SharedRepositoriesPanel = lazyPart(
  async () => (await import('../features/shares/shared-repositories-panel.tsx')).SharedRepositoriesPanel,
  'shares',
);

export function ImagesPage() {
  const { t } = useTranslation('repositories');
  const [address] = useSearchParams();
  const tabs = useMemo<[PageTab<object>, ...PageTab<object>[]]>(
    () => [
      { key: 'own', label: t('lists.own'), Panel: OwnImagesTab },
      { key: 'shared', label: t('lists.shared'), Panel: SharedRepositoriesPanel },
    ],
    [t],
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={<LinkButton to={paths.upload(address.get('organization') ?? '')}>{t('page-upload')}</LinkButton>}
      >
        {t('lead')}
      </PageHeader>
      <PageTabs tabs={tabs} of={{}} />
    </>
  );
}
