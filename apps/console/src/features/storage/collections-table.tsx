import './storage.css';
import { StopOutlined } from '@ant-design/icons';
import type { Collection, Job } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JobState } from '../../ui/job-state.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { isEnded } from '../../ui/use-job.ts';

const sorts = ['-createdAt'] as const;
const busyMs = 1_000;
const idleMs = 10_000;

/** Every collection that is known, the ones under way live. */
export function CollectionsTable({ onCancel }: { onCancel: (job: Job) => void }) {
  const { t } = useTranslation('storage');
  const list = useListState(sorts);
  const [busy, setBusy] = useState(false);
  const answer = useApiQuery('listCollections', { query: list.query }, { refetchInterval: busy ? busyMs : idleMs });
  const isBusy = answer.data?.items.some(isMoving) ?? false;
  if (isBusy !== busy) setBusy(isBusy);
  const columns = useMemo(
    (): Column<Collection, (typeof sorts)[number]>[] => [
      {
        key: 'kind',
        title: t('column.run'),
        rowHeader: true,
        cell: ({ dryRun, job }) => (
          <>
            {dryRun ? t('dry-run') : t('collection')}
            <div className="quiet storage-run">{job.author ?? t('scheduled')}</div>
          </>
        ),
      },
      { key: 'state', title: t('column.state'), width: '28%', cell: ({ job }) => <JobState job={job} /> },
      {
        key: 'bytes',
        title: t('column.freed'),
        align: 'end',
        cell: ({ result, dryRun }) =>
          result ? (
            <>
              <Bytes value={result.bytes} />
              {dryRun && <div className="quiet">{t('would-be')}</div>}
            </>
          ) : (
            <Nothing />
          ),
      },
      {
        key: 'blobs',
        title: t('column.blobs'),
        align: 'end',
        hideBelow: 'md',
        cell: ({ result }) => (result ? <Count value={result.blobs} /> : <Nothing />),
      },
      {
        key: 'createdAt',
        title: t('column.time'),
        hideBelow: 'sm',
        cell: ({ job }) => <TimeAgo time={job.endedAt ?? job.startedAt ?? job.runAt} />,
      },
    ],
    [t],
  );
  const actionsOf = ({ job }: Collection): Action[] =>
    isEnded(job) || job.cancelling
      ? []
      : [
          {
            id: `collection.cancel.${job.id}`,
            label: t('cancel'),
            section: 'here',
            icon: <StopOutlined aria-hidden />,
            dangerous: true,
            perform: () => onCancel(job),
          },
        ];
  return (
    <DataTable
      caption={t('history')}
      columns={columns}
      rowKey={({ job }) => job.id}
      rowName={({ dryRun }) => (dryRun ? t('dry-run') : t('collection'))}
      rowActions={actionsOf}
      list={list}
      answer={answer}
      empty={<EmptyState title={t('no-history')} />}
    />
  );
}

function isMoving({ job }: Collection): boolean {
  return !isEnded(job) && job.waitsFor !== 'start-time';
}

function Nothing() {
  return <span className="quiet">–</span>;
}
