import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ActionMenu } from '../actions/action-menu.tsx';
import { useActions } from '../actions/registry.ts';
import { ChangeOrganizationVisibilityDialog } from '../features/organizations/change-visibility-dialog.tsx';
import {
  useChangeOrganizationVisibility,
  useRemoveOrganization,
} from '../features/organizations/organization-actions.tsx';
import { OrganizationFacts } from '../features/organizations/organization-facts.tsx';
import { RemoveOrganizationDialog } from '../features/organizations/remove-organization-dialog.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { useOrganizationTabs } from './organization-tabs.tsx';

export function OrganizationPage() {
  const { t } = useTranslation('organizations');
  const { organization: name = '' } = useParams();
  const navigate = useNavigate();
  const answer = useApiQuery('getOrganization', { params: { organization: name } });
  const [removing, setRemoving] = useState(false);
  const openDialog = useCallback(() => setRemoving(true), []);
  const removeAction = useRemoveOrganization(openDialog);
  const [changing, setChanging] = useState(false);
  const changeAction = useChangeOrganizationVisibility(useCallback(() => setChanging(true), []));
  const organization = answer.data;
  const tabs = useOrganizationTabs(organization);
  const actions = useMemo(
    () => (organization ? [changeAction(organization), removeAction(organization)] : []),
    [organization, changeAction, removeAction],
  );
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
      <PageTabs tabs={tabs} of={{ organization }} />
      {changing && (
        <ChangeOrganizationVisibilityDialog organization={organization} onClose={() => setChanging(false)} />
      )}
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
