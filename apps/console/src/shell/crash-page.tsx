import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ApiProblem } from '../lib/api-client.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';

/** What browsers say when a chunk is gone: the server was updated while this page was open. */
const chunkIsGone = /dynamically imported module|importing a module script|Unable to preload/i;

/** Stands where a page failed; the navigation around it goes on. */
export function CrashPage() {
  const { t } = useTranslation('shell');
  const error = useRouteError();
  const reload = () => location.reload();
  if (error instanceof ApiProblem) return <ErrorState problem={error} onRetry={reload} />;
  const message = error instanceof Error ? error.message : String(error);
  const kind = chunkIsGone.test(message) ? (navigator.onLine ? 'new-version' : 'offline') : 'crashed';
  return (
    <div role="alert">
      <EmptyState
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
