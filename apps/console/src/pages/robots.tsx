import { useTranslation } from 'react-i18next';
import { RobotsPanel } from '../features/robots/robots-panel.tsx';
import { isAccountAdministrator, useSession } from '../lib/session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** All robots of the account, those of its organizations too. */
export function RobotsPage() {
  const { t } = useTranslation('robots');
  const session = useSession();
  if (isAccountAdministrator(session)) {
    return (
      <>
        <PageHeader title={t('title')}>{t('account-lead', { account: session.user.account })}</PageHeader>
        <RobotsPanel />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState title={t('forbidden.title')}>
        <p>{t('forbidden.text')}</p>
      </EmptyState>
    </>
  );
}
