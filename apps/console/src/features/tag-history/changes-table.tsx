import type { TagChange } from '@wharf/api';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { Digest } from '../../ui/digest.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

const tones: Record<NonNullable<TagChange['state']>, Tone> = {
  current: 'good',
  there: 'accent',
  'in-bin': 'warn',
  gone: 'quiet',
};

/** The changes of one tag, the newest first. */
export function ChangesTable({
  tag,
  changes,
  stale,
  mayMove,
  moving,
  onMove,
}: {
  tag: string;
  changes: readonly TagChange[];
  stale: boolean;
  mayMove: boolean;
  moving: string | undefined;
  onMove: (change: TagChange) => void;
}) {
  const { t, i18n } = useTranslation('tag-history');
  const columns = useMemo<Column<TagChange>[]>(
    () => [
      {
        key: 'digest',
        title: t('column.digest'),
        rowHeader: true,
        cell: ({ digest }) => (digest === null ? t('removed') : <Digest digest={digest} />),
      },
      {
        key: 'changed',
        title: t('column.changed'),
        cell: ({ changedAt, changedBy }) => (
          <>
            <TimeAgo time={changedAt} /> <span className="quiet">{t('by', { user: changedBy })}</span>
          </>
        ),
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end',
        hideBelow: 'sm',
        cell: ({ size }) => (size === null ? '–' : formatBytes(size, i18n.language)),
      },
      {
        key: 'state',
        title: t('column.state'),
        hideBelow: 'sm',
        cell: ({ state }) => state && <StatusChip tone={tones[state]}>{t(`state.${state}`)}</StatusChip>,
      },
      {
        key: 'move',
        title: t('column.move'),
        align: 'end',
        cell: (change) =>
          mayMove &&
          (change.state === 'there' || change.state === 'in-bin') && (
            <Button
              size="small"
              loading={moving === change.digest}
              disabled={moving !== undefined}
              onClick={() => onMove(change)}
            >
              {t('move-back')}
            </Button>
          ),
      },
    ],
    [t, i18n.language, mayMove, moving, onMove],
  );
  return (
    <div className="table-frame">
      <PlainTable
        caption={t('caption', { tag })}
        columns={columns}
        rows={changes}
        rowKey={({ id }) => id}
        stale={stale}
      />
    </div>
  );
}
