import type { DeletedManifest, DeletedTag, Result } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, shortDigest } from '../../lib/format.ts';
import { Digest } from '../../ui/digest.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { PlatformChips } from '../../ui/platform-chips.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

type Deleted = Result<'getDeletion'>;

/** The tags of a deletion, with what stands in the way of each. */
export function DeletedTags({ deletion }: { deletion: Deleted }) {
  const { t } = useTranslation('recycle-bin');
  const columns = useMemo<Column<DeletedTag>[]>(
    () => [
      { key: 'tag', title: t('tags.tag'), rowHeader: true, cell: ({ name }) => name },
      { key: 'digest', title: t('tags.digest'), hideBelow: 'sm', cell: ({ digest }) => <Digest digest={digest} /> },
      {
        key: 'pushed',
        title: t('tags.pushed'),
        hideBelow: 'sm',
        cell: ({ pushedAt, pushedBy }) => (
          <>
            <TimeAgo time={pushedAt} /> <span className="quiet">{t('by', { user: pushedBy })}</span>
          </>
        ),
      },
      { key: 'state', title: t('tags.state'), cell: (tag) => <TagState tag={tag} /> },
    ],
    [t],
  );
  const { tags, tagCount } = deletion;
  if (tags.length === 0) return null;
  return (
    <div>
      <div className="table-frame deletion-list">
        <PlainTable caption={t('tags.caption')} columns={columns} rows={tags} rowKey={({ name }) => name} />
      </div>
      <More left={tagCount - tags.length} />
    </div>
  );
}

function TagState({ tag: { digest, presentDigest, lost } }: { tag: DeletedTag }) {
  const { t } = useTranslation('recycle-bin');
  if (lost) return <StatusChip tone="bad">{t('tags.lost')}</StatusChip>;
  if (presentDigest === null) return <StatusChip tone="good">{t('tags.comes-back')}</StatusChip>;
  if (presentDigest === digest) return <StatusChip tone="quiet">{t('tags.same')}</StatusChip>;
  return <StatusChip tone="warn">{t('tags.taken', { digest: shortDigest(presentDigest) })}</StatusChip>;
}

/** The manifests of a deletion. */
export function DeletedManifests({ deletion }: { deletion: Deleted }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const columns = useMemo<Column<DeletedManifest>[]>(
    () => [
      {
        key: 'digest',
        title: t('manifests.digest'),
        rowHeader: true,
        cell: ({ digest }) => <Digest digest={digest} />,
      },
      {
        key: 'what',
        title: t('manifests.what'),
        cell: ({ artifactType, subject, kind, platforms }) =>
          artifactType !== null || subject !== null ? (
            <span className="chip" title={artifactType ?? ''}>
              {subject === null ? t('manifests.artifact') : t('manifests.attachment')}
            </span>
          ) : platforms.length > 0 ? (
            <PlatformChips platforms={platforms} limit={2} />
          ) : (
            t(`manifests.kind.${kind}`)
          ),
      },
      {
        key: 'size',
        title: t('manifests.size'),
        align: 'end',
        cell: ({ size }) => formatBytes(size, i18n.language),
      },
    ],
    [t, i18n.language],
  );
  const { manifests, manifestCount } = deletion;
  if (manifests.length === 0) return null;
  return (
    <div>
      <div className="table-frame deletion-list">
        <PlainTable
          caption={t('manifests.caption')}
          columns={columns}
          rows={manifests}
          rowKey={({ digest }) => digest}
        />
      </div>
      <More left={manifestCount - manifests.length} />
    </div>
  );
}

function More({ left }: { left: number }) {
  const { t, i18n } = useTranslation('recycle-bin');
  return left > 0 ? <p className="quiet">{t('more', { number: formatCount(left, i18n.language) })}</p> : null;
}
