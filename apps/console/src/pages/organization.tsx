import { Tabs } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { ActionMenu } from '../actions/action-menu.tsx';
import { useActions } from '../actions/registry.ts';
import { GrantsPanel } from '../features/grants/grants-panel.tsx';
import { FirstPush } from '../features/organizations/first-push.tsx';
import { useRemoveOrganization } from '../features/organizations/organization-actions.tsx';
import { OrganizationFacts } from '../features/organizations/organization-facts.tsx';
import { RemoveOrganizationDialog } from '../features/organizations/remove-organization-dialog.tsx';
import { RepositoriesPanel } from '../features/repositories/repositories-panel.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function OrganizationPage() {
  const { t } = useTranslation('organizations');
  const { organization: name = '' } = useParams();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const answer = useApiQuery('getOrganization', { params: { organization: name } });
  const [removing, setRemoving] = useState(false);
  const openDialog = useCallback(() => setRemoving(true), []);
  const removeAction = useRemoveOrganization(openDialog);
  const organization = answer.data;
  const actions = useMemo(() => (organization ? [removeAction(organization)] : []), [organization, removeAction]);
  useActions(actions);
  const crumbs = [{ label: t('title'), to: paths.organizations }];

  if (!organization) {
    return (
      <>
        <PageHeader title={name} crumbs={crumbs} />
        {answer.error ? (
          <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingState lines={8} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader title={name} crumbs={crumbs} actions={<ActionMenu label={name} actions={actions} />}>
        <OrganizationFacts organization={organization} />
      </PageHeader>
      <Tabs
        activeKey={address.get('tab') === 'users' ? 'users' : 'images'}
        // Filter, order and page belong to one tab's list: another tab starts without them.
        onChange={(tab) => setAddress(tab === 'users' ? { tab } : {})}
        destroyOnHidden
        items={[
          {
            key: 'images',
            label: t('tabs.images'),
            children: <RepositoriesPanel organization={name} empty={<FirstPush organization={organization} />} />,
          },
          { key: 'users', label: t('tabs.users'), children: <GrantsPanel organization={organization} /> },
        ]}
      />
      {removing && (
        <RemoveOrganizationDialog
          organization={organization}
          onClose={() => setRemoving(false)}
          onRemoved={() => void navigate(paths.organizations, { replace: true })}
        />
      )}
    </>
  );
}
