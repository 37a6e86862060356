import type { ComparedSide, FileComparison, FileDifference } from '@wharf/api';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';
import type { Sides } from './sides-form.tsx';

const askAgainMilliseconds = 1_500;
const pageSize = 500;
const tones: Record<FileDifference['change'], Tone> = { added: 'good', removed: 'bad', changed: 'accent' };

export interface FileFilter {
  change: FileDifference['change'] | '';
  find: string;
}

/** The files that differ, once both images' files are known. */
export function FileDifferences({
  sides,
  compared,
  filter,
  onFilter,
}: {
  sides: Sides;
  compared: readonly ComparedSide[];
  filter: FileFilter;
  onFilter: (change: Partial<FileFilter>) => void;
}) {
  const { t, i18n } = useTranslation('comparisons');
  const [offset, setOffset] = useState(0);
  const [pending, setPending] = useState(false);
  const query = {
    ...sides,
    offset,
    ...(filter.change && { change: filter.change }),
    ...(filter.find && { q: filter.find }),
  };
  const answer = useApiQuery('getFileComparison', { query }, pending ? { refetchInterval: askAgainMilliseconds } : {});
  const { data } = answer;
  if (data && (data.state === 'pending') !== pending) setPending(data.state === 'pending');
  useAskForIndexes(compared, pending);
  const change = (part: Partial<FileFilter>) => {
    setOffset(0);
    onFilter(part);
  };

  if (answer.error && !data) return <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />;
  const count = (number: number) => formatCount(number, i18n.language);
  return (
    <section className="compare-files" aria-labelledby="compare-files">
      <h3 id="compare-files">{t('files.title')}</h3>
      {data && data.state !== 'pending' && data.state !== 'too-large' && <Sums comparison={data} />}
      <div className="toolbar">
        <SearchBox label={t('files.search')} value={filter.find} onChange={(find) => change({ find })} />
        <ChoiceBox
          label={t('files.change')}
          value={filter.change}
          choices={[
            { value: '', label: t('files.all') },
            { value: 'added', label: t('files.added') },
            { value: 'removed', label: t('files.removed') },
            { value: 'changed', label: t('files.changed') },
          ]}
          onChange={(value) => change({ change: value })}
        />
      </div>
      {!data ? (
        <LoadingState lines={6} />
      ) : data.state === 'pending' ? (
        <p role="status">{t('files.pending')}</p>
      ) : data.state === 'too-large' ? (
        <p>{t('files.too-large')}</p>
      ) : (
        <>
          {data.state === 'incomplete' && <p className="compare-note">{t('files.incomplete')}</p>}
          {data.items.length === 0 ? <p className="quiet">{t('files.none')}</p> : <Differences rows={data.items} />}
          {data.total > pageSize && (
            <div className="pager">
              <span className="quiet">
                {t('files.range', {
                  from: count(offset + 1),
                  to: count(offset + data.items.length),
                  total: count(data.total),
                })}
              </span>
              <nav aria-label={t('files.pages')}>
                <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
                  {t('files.previous')}
                </Button>
                <Button
                  disabled={offset + data.items.length >= data.total}
                  onClick={() => setOffset(offset + pageSize)}
                >
                  {t('files.next')}
                </Button>
              </nav>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** Once for each image: its layers may never have been read. */
function useAskForIndexes(compared: readonly ComparedSide[], pending: boolean): void {
  const { mutate } = useApiMutation('createFileIndex');
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (!pending) return;
    for (const { organization, repository, digest } of compared) {
      if (asked.current.has(digest)) continue;
      asked.current.add(digest);
      mutate({ params: { organization, repository, digest } });
    }
  }, [compared, pending, mutate]);
}

function Sums({ comparison: { added, removed, changed } }: { comparison: FileComparison }) {
  const { t, i18n } = useTranslation('comparisons');
  const bytes = (size: number) => formatBytes(size, i18n.language);
  return (
    <p className="compare-sums">
      <StatusChip tone="good">{t('files.sum-added', { count: added.count, size: bytes(added.bytes) })}</StatusChip>
      <StatusChip tone="bad">{t('files.sum-removed', { count: removed.count, size: bytes(removed.bytes) })}</StatusChip>
      <StatusChip tone="accent">
        {t('files.sum-changed', { count: changed.count, left: bytes(changed.left), right: bytes(changed.right) })}
      </StatusChip>
    </p>
  );
}

function Differences({ rows }: { rows: readonly FileDifference[] }) {
  const { t } = useTranslation('comparisons');
  const columns: Column<FileDifference>[] = [
    {
      key: 'change',
      title: t('files.change'),
      width: '150px',
      cell: ({ change, content }) => (
        <StatusChip tone={tones[change]}>{content ? t(`change.${change}`) : t('change.attributes')}</StatusChip>
      ),
    },
    {
      key: 'path',
      title: t('files.path'),
      rowHeader: true,
      cell: ({ path }) => <code className="compare-path">/{path}</code>,
    },
    { key: 'left', title: t('left'), align: 'end', cell: ({ left, right }) => <State state={left} other={right} /> },
    { key: 'right', title: t('right'), align: 'end', cell: ({ left, right }) => <State state={right} other={left} /> },
  ];
  return (
    <div className="table-frame">
      <PlainTable caption={t('files.title')} columns={columns} rows={rows} rowKey={({ path }) => path} />
    </div>
  );
}

/** The size, and what else of it differs. */
function State({ state, other }: { state: FileDifference['left']; other: FileDifference['left'] }) {
  const { t } = useTranslation('comparisons');
  if (!state) return <span className="quiet">–</span>;
  const notes = [
    ...(other && other.type !== state.type ? [t(`type.${state.type}`)] : []),
    ...(other && other.mode !== state.mode ? [state.mode.toString(8).padStart(4, '0')] : []),
    ...(other && (other.uid !== state.uid || other.gid !== state.gid) ? [`${state.uid}:${state.gid}`] : []),
    ...(state.type === 'symlink' && state.link ? [`→ ${state.link}`] : []),
  ];
  return (
    <span className="compare-state">
      {state.type !== 'symlink' && state.type !== 'directory' && <Bytes value={state.size} />}
      {notes.map((note) => (
        <code key={note}>{note}</code>
      ))}
    </span>
  );
}
