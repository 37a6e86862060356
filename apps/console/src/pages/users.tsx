import { useTranslation } from 'react-i18next';
import { UsersPanel } from '../features/users/users-panel.tsx';
import { isAccountAdministrator, useSession } from '../lib/session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function UsersPage() {
  const { t } = useTranslation('users');
  const session = useSession();
  if (!isAccountAdministrator(session)) {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState title={t('forbidden.title')}>
          <p>{t('forbidden.text')}</p>
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader title={t('title')}>{t('lead', { account: session.user.account })}</PageHeader>
      <UsersPanel />
    </>
  );
}
