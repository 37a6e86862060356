import type { Result } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientGuide } from '../features/repositories/client-guide.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import type { PageTab } from '../ui/page-tabs.tsx';
import { ImageTagsTab } from './image-tags-tab.tsx';

export interface ImageTabProps {
  repository: Result<'getRepository'>;
  /** Undefined until the server has told its address. */
  place: Result<'getServer'> | undefined;
}

const DescriptionPanel = lazyPart(
  async () => (await import('../features/descriptions/description-panel.tsx')).DescriptionPanel,
  'descriptions',
);
const RepositoryGrantsPanel = lazyPart(
  async () => (await import('../features/grants/repository-grants-panel.tsx')).RepositoryGrantsPanel,
  'grants',
);
const RepositoryTagsPanel = lazyPart(
  async () => (await import('../features/resource-tags/repository-tags-panel.tsx')).RepositoryTagsPanel,
  'resource-tags',
);

const SharesPanel = lazyPart(async () => (await import('../features/shares/shares-panel.tsx')).SharesPanel, 'shares');
const StoragePanel = lazyPart(
  async () => (await import('../features/storage/repository-storage-panel.tsx')).RepositoryStoragePanel,
  'storage',
);

/**
 * Every tab of an image's page, in order: a new one is a line here, with its panel by `lazyPart`. Who holds no level, because it
 * is public or another account shares it, gets none of what only its own account sees.
 */
export function useImageTabs(repository: Result<'getRepository'> | undefined) {
  const { t } = useTranslation('repositories');
  const held = repository?.held !== null;
  return useMemo<[PageTab<ImageTabProps>, ...PageTab<ImageTabProps>[]]>(() => {
    const own: PageTab<ImageTabProps>[] = [
      { key: 'permissions', label: t('tabs.permissions'), Panel: RepositoryGrantsPanel },
      { key: 'sharing', label: t('tabs.sharing'), Panel: SharesPanel },
      { key: 'resource-tags', label: t('tabs.resource-tags'), Panel: RepositoryTagsPanel },
      { key: 'storage', label: t('tabs.storage'), Panel: StoragePanel },
    ];
    return [
      { key: 'tags', label: t('tabs.tags'), Panel: ImageTagsTab },
      { key: 'description', label: t('tabs.description'), Panel: DescriptionPanel },
      { key: 'client', label: t('tabs.client'), Panel: ClientGuide },
      ...(held ? own : []),
    ];
  }, [t, held]);
}
