import type { Deletion, Organization } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { usePrefetch } from '../../lib/queries.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { DeletionSort } from './deletion-sorts.ts';
import { type DeletionDialogs, useDeletionActions } from './recycle-bin-actions.tsx';

export function DeletionsTable({
  organization,
  list,
  answer,
  dialogs,
}: {
  organization: Organization;
  list: List<DeletionSort>;
  answer: PageAnswer<Deletion>;
  dialogs: DeletionDialogs;
}) {
  const { t, i18n } = useTranslation('recycle-bin');
  const prefetch = usePrefetch();
  const actionsOf = useDeletionActions(organization, dialogs);
  const { name } = organization;
  const columns = useMemo<Column<Deletion, DeletionSort>[]>(
    () => [
      {
        key: 'what',
        title: t('column.what'),
        rowHeader: true,
        cell: (deletion) => (
          <>
            <Link to={`?tab=recycle-bin&deletion=${deletion.id}`} preventScrollReset>
              {deletion.repository}
            </Link>
            <span className="deletion-what">
              <What deletion={deletion} />
            </span>
          </>
        ),
      },
      {
        key: 'deleted',
        title: t('column.deleted'),
        sort: 'deletedAt',
        falling: true,
        cell: ({ deletedAt, deletedBy, rule }) => (
          <span className="deletion-when">
            <TimeAgo time={deletedAt} />{' '}
            <span className="quiet">{rule === null ? t('by', { user: deletedBy }) : t('by-rule', { rule })}</span>
          </span>
        ),
      },
      {
        key: 'until',
        title: t('column.until'),
        hideBelow: 'sm',
        cell: ({ expiresAt }) => <TimeAgo time={expiresAt} />,
      },
      {
        key: 'manifests',
        title: t('column.manifests'),
        align: 'end',
        hideBelow: 'md',
        cell: ({ manifestCount }) => formatCount(manifestCount, i18n.language),
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end',
        hideBelow: 'sm',
        cell: ({ bytes }) => formatBytes(bytes, i18n.language),
      },
    ],
    [t, i18n.language],
  );
  return (
    <DataTable
      caption={t('caption', { name })}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ repository }) => repository}
      list={list}
      answer={answer}
      rowActions={actionsOf}
      onRowHover={({ id }) => prefetch('getDeletion', { params: { organization: name, deletion: id } })}
      prefetch={(cursor) =>
        prefetch('listDeletions', { params: { organization: name }, query: { ...list.query, cursor } })
      }
      empty={<EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>}
    />
  );
}

/** What of the image was deleted, in a line. */
export function What({ deletion }: { deletion: Deletion }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const { kind, tagCount, tagNames, manifestCount } = deletion;
  if (kind === 'repository') return t('what.image', { count: tagCount, number: formatCount(tagCount, i18n.language) });
  if (tagCount === 0) {
    return t('what.manifests', { count: manifestCount, number: formatCount(manifestCount, i18n.language) });
  }
  const names = tagNames.join(', ');
  const left = tagCount - tagNames.length;
  return left > 0 ? t('what.more', { names, number: formatCount(left, i18n.language) }) : names;
}
