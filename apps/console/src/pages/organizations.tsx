import type { Organization } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { ChangeOrganizationVisibilityDialog } from '../features/organizations/change-visibility-dialog.tsx';
import { CreateOrganizationDialog } from '../features/organizations/create-organization-dialog.tsx';
import { FirstOrganization } from '../features/organizations/first-organization.tsx';
import {
  useChangeOrganizationVisibility,
  useCreateOrganization,
  useRemoveOrganization,
} from '../features/organizations/organization-actions.tsx';
import { OrganizationCards } from '../features/organizations/organization-cards.tsx';
import { organizationSorts } from '../features/organizations/organization-sorts.ts';
import { OrganizationsTable } from '../features/organizations/organizations-table.tsx';
import { Quota } from '../features/organizations/quota.tsx';
import { RemoveOrganizationDialog } from '../features/organizations/remove-organization-dialog.tsx';
import { useView, ViewSwitch } from '../features/organizations/view-switch.tsx';
import { LazyTagFilter } from '../features/resource-tags/lazy-tag-filter.tsx';
import { isOwnOrganization } from '../lib/own-organization.ts';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { useListState, useUrlValue, withFilter } from '../lib/url-state.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchBox } from '../ui/search-box.tsx';

const organizationFilters = ['resourceTag'];

export function OrganizationsPage() {
  const { t } = useTranslation('organizations');
  const list = useListState(organizationSorts, organizationFilters);
  const [address, setAddress] = useSearchParams();
  const resourceTag = address.getAll('resourceTag');
  const limitedBy = resourceTag.length > 0 ? { resourceTag } : {};
  const answer = useApiQuery('listOrganizations', { query: { ...list.query, ...limitedBy } });
  const [dialog, setDialog] = useUrlValue('dialog', '');
  const navigate = useNavigate();
  const [removing, setRemoving] = useState<Organization>();
  const [changing, setChanging] = useState<Organization>();
  const [view, setView] = useView();
  const openDialog = useCallback(() => setDialog('create'), [setDialog]);
  const create = useCreateOrganization(openDialog);
  const remove = useRemoveOrganization(setRemoving);
  const change = useChangeOrganizationVisibility(setChanging);
  const actionsOf = (organization: Organization) => [change(organization), remove(organization)];
  useActions(useMemo(() => [create], [create]));
  const goTo = async (name: string) => {
    // First this page without its dialog, so that the browser's Back comes back to the list.
    await navigate(paths.organizations, { replace: true });
    await navigate(paths.organization(name));
  };
  const quota = answer.data?.quota;
  // An empty table teaches by itself.
  const onlyOthers =
    answer.data !== undefined &&
    answer.data.items.length > 0 &&
    answer.data.items.length === answer.data.total &&
    !list.filtered &&
    !answer.data.items.some(isOwnOrganization);
  return (
    <>
      <PageHeader title={t('title')} actions={<ActionButton action={create} type="primary" />}>
        {t('lead')}
      </PageHeader>
      {quota && (answer.data?.total !== 0 || list.filtered) && (
        <div className="toolbar">
          <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
          <LazyTagFilter
            on="organizations"
            conditions={resourceTag}
            onConditions={(conditions) =>
              setAddress((now) => withFilter(now, 'resourceTag', conditions), { replace: true })
            }
          />
          <Quota {...quota} />
          <ViewSwitch view={view} onView={setView} />
        </div>
      )}
      {view === 'cards' && answer.data && answer.data.items.length > 0 ? (
        <OrganizationCards page={answer.data} list={list} actionsOf={actionsOf} />
      ) : (
        <OrganizationsTable list={list} answer={answer} create={create} limitedBy={limitedBy} actionsOf={actionsOf} />
      )}
      {onlyOthers && <FirstOrganization create={create} />}
      {changing && (
        <ChangeOrganizationVisibilityDialog organization={changing} onClose={() => setChanging(undefined)} />
      )}
      {dialog === 'create' && <CreateOrganizationDialog onClose={() => setDialog('')} onCreated={goTo} />}
      {removing && (
        <RemoveOrganizationDialog
          organization={removing}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}
