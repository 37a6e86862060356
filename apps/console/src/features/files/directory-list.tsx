import type { FileEntry } from '@wharf/api';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import type { ImageParams } from './file-browser.tsx';
import { FilesTable } from './files-table.tsx';

const pageSize = 500;

/** One directory, page after page. */
export function DirectoryList({
  params,
  path,
  sort,
  layer,
}: {
  params: ImageParams;
  path: string;
  sort: 'name' | '-size';
  layer: { layer?: number };
}) {
  const { t, i18n } = useTranslation('files');
  const [offset, setOffset] = useState(0);
  const answer = useApiQuery(
    'listFiles',
    { params, query: { path, sort, offset, ...layer } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  if (answer.error) return <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <LoadingState lines={8} />;
  const { items, total } = answer.data;
  const rows: FileEntry[] = items;
  const count = (number: number) => formatCount(number, i18n.language);
  return (
    <>
      <FilesTable rows={rows} marks={layer.layer !== undefined} stale={answer.isPlaceholderData} />
      {total > pageSize && (
        <div className="pager">
          <span className="quiet">
            {t('range', { from: count(offset + 1), to: count(offset + rows.length), total: count(total) })}
          </span>
          <nav aria-label={t('pages')}>
            <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
              {t('previous')}
            </Button>
            <Button disabled={offset + rows.length >= total} onClick={() => setOffset(offset + pageSize)}>
              {t('next')}
            </Button>
          </nav>
        </div>
      )}
    </>
  );
}
