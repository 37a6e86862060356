import type { Organization } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FirstPush } from '../features/organizations/first-push.tsx';
import { RepositoriesPanel } from '../features/repositories/repositories-panel.tsx';
import { useRepositoryFilters } from '../features/repositories/repository-filters.tsx';
import { LazyTagFilter } from '../features/resource-tags/lazy-tag-filter.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import type { PageTab } from '../ui/page-tabs.tsx';

export interface OrganizationTabProps {
  organization: Organization;
}

function ImagesTab({ organization }: OrganizationTabProps) {
  const filters = useRepositoryFilters();
  return (
    <RepositoriesPanel
      organization={organization.name}
      filters={filters}
      moreFilters={
        <LazyTagFilter
          on="repositories"
          conditions={filters.resourceTags}
          onConditions={(conditions) => filters.set('resourceTag', conditions)}
        />
      }
      empty={<FirstPush organization={organization} />}
    />
  );
}

const GrantsPanel = lazyPart(async () => (await import('../features/grants/grants-panel.tsx')).GrantsPanel, 'grants');
const RobotsPanel = lazyPart(
  async () => (await import('../features/robots/robots-panel.tsx')).RobotsPanel,
  'robots',
  'login-commands',
);

function RobotsTab({ organization }: OrganizationTabProps) {
  return <RobotsPanel organization={organization.name} />;
}

const RecycleBinPanel = lazyPart(
  async () => (await import('../features/recycle-bin/recycle-bin-panel.tsx')).RecycleBinPanel,
  'recycle-bin',
);
const OrganizationTagsPanel = lazyPart(
  async () => (await import('../features/resource-tags/organization-tags-panel.tsx')).OrganizationTagsPanel,
  'resource-tags',
);

const StoragePanel = lazyPart(
  async () => (await import('../features/storage/organization-storage-panel.tsx')).OrganizationStoragePanel,
  'storage',
);

const AuditPanel = lazyPart(async () => (await import('../features/audit/audit-panel.tsx')).AuditPanel, 'audit');

function AuditTab({ organization }: OrganizationTabProps) {
  return <AuditPanel organization={organization.name} />;
}

/** Every tab of an organization's page, in order: a new one is a line here, with its panel by `lazyPart`. */
export function useOrganizationTabs(organization: Organization | undefined) {
  const { t } = useTranslation('organizations');
  const held = organization?.level ?? null;
  return useMemo<[PageTab<OrganizationTabProps>, ...PageTab<OrganizationTabProps>[]]>(
    () => [
      { key: 'images', label: t('tabs.images'), Panel: ImagesTab },
      // Who sees only some of its images has nothing to do with the rest.
      ...(held
        ? [
            { key: 'users', label: t('tabs.users'), Panel: GrantsPanel },
            ...(held === 'manage' ? [{ key: 'robots', label: t('tabs.robots'), Panel: RobotsTab }] : []),
            { key: 'recycle-bin', label: t('tabs.recycle-bin'), Panel: RecycleBinPanel },
            { key: 'resource-tags', label: t('tabs.resource-tags'), Panel: OrganizationTagsPanel },
          ]
        : []),
      ...(held ? [{ key: 'storage', label: t('tabs.storage'), Panel: StoragePanel }] : []),
      ...(held === 'manage' ? [{ key: 'audit', label: t('tabs.audit'), Panel: AuditTab }] : []),
    ],
    [t, held],
  );
}
