import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../ui/empty-state.tsx';

export function NotFoundPage() {
  const { t } = useTranslation('shell');
  return (
    <>
      <title>{`${t('not-found.title')} · Wharf`}</title>
      <EmptyState heading="h1" title={t('not-found.title')} actions={<Link to="/overview">{t('not-found.home')}</Link>}>
        <p>{t('not-found.text')}</p>
      </EmptyState>
    </>
  );
}
