import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ApiProblem } from '../lib/api-client.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';

/** What browsers say when a chunk is gone: the server was updated while this page was open. */
const chunkIsGone = /dynamically imported module|importing a module script|Unable to preload/i;

const reload = () => location.reload();

/** Stands where a page failed; the navigation around it goes on. */
export function CrashPage() {
  const { t } = useTranslation('shell');
  const error = useRouteError();
  const message = error instanceof Error ? error.message : String(error);
  const kind = chunkIsGone.test(message) ? (navigator.onLine ? 'new-version' : 'offline') : 'crashed';
  useEffect(() => {
    if (kind !== 'offline') return;
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [kind]);
  if (error instanceof ApiProblem) return <ErrorState problem={error} onRetry={reload} />;
  return (
    <div role="alert">
      <title>{`${t(`${kind}.title`)} · Wharf`}</title>
      <EmptyState
        heading="h1"
        title={t(`${kind}.title`)}
        actions={
          <Button type="primary" onClick={reload}>
            {t('reload')}
          </Button>
        }
      >
        <p>{t(`${kind}.text`)}</p>
        {kind === 'crashed' && <pre className="crash-message">{message}</pre>}
      </EmptyState>
    </div>
  );
}

/** The same where not even the navigation stands. */
export function WholeCrashPage() {
  return (
    <main className="booting">
      <CrashPage />
    </main>
  );
}
