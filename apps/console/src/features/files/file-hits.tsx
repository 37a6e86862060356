import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import type { ImageParams } from './file-browser.tsx';
import { FilesTable } from './files-table.tsx';

/** What a search found, with whole paths. */
export function FileHits({ params, text, layer }: { params: ImageParams; text: string; layer: { layer?: number } }) {
  const { t } = useTranslation('files');
  const query = { q: text.slice(0, 200), ...layer };
  const answer = useApiQuery('searchFiles', { params, query }, { staleTime: Number.POSITIVE_INFINITY });
  if (answer.error) return <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <LoadingState lines={8} />;
  const { items, more } = answer.data;
  return (
    <>
      <p className="quiet" role="status">
        {more ? t('hits-more', { count: items.length }) : t('hits', { count: items.length })}
      </p>
      {items.length > 0 && <FilesTable rows={items} marks={layer.layer !== undefined} wholePaths />}
    </>
  );
}
