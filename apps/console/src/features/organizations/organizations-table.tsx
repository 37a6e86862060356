import type { Organization, Query } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { paths } from '../../lib/paths.ts';
import { usePrefetch } from '../../lib/queries.ts';
import type { List } from '../../lib/url-state.ts';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { LevelName } from '../../ui/level-name.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { ResourceTagChips } from '../../ui/resource-tag-chips.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { VisibilityChip } from '../../ui/visibility-chip.tsx';
import { FirstOrganization } from './first-organization.tsx';
import type { organizationSorts } from './organization-sorts.ts';

type Sort = (typeof organizationSorts)[number];

export function OrganizationsTable({
  list,
  answer,
  actionsOf,
  create,
  limitedBy,
}: {
  list: List<Sort>;
  answer: PageAnswer<Organization>;
  actionsOf: (organization: Organization) => readonly Action[];
  create: Action;
  /** What the list is limited to beside its own state, for asking ahead. */
  limitedBy: Query<'listOrganizations'>;
}) {
  const { t } = useTranslation('organizations');
  const prefetch = usePrefetch();
  const columns = useMemo<Column<Organization, Sort>[]>(
    () => [
      {
        key: 'name',
        title: t('column.name'),
        sort: 'name',
        rowHeader: true,
        cell: ({ name, resourceTags }) => (
          <>
            <Link to={paths.organization(name)}>{name}</Link>
            <ResourceTagChips tags={resourceTags} />
          </>
        ),
      },
      {
        key: 'visibility',
        title: t('column.visibility'),
        hideBelow: 'md',
        cell: ({ visibility }) => <VisibilityChip visibility={visibility} />,
      },
      { key: 'level', title: t('column.level'), cell: ({ level }) => <LevelName level={level} />, hideBelow: 'sm' },
      {
        key: 'images',
        title: t('column.images'),
        align: 'end',
        cell: ({ imageCount }) => <Count value={imageCount} />,
      },
      { key: 'size', title: t('column.size'), align: 'end', cell: ({ bytes }) => <Bytes value={bytes} /> },
      {
        key: 'created',
        title: t('column.created'),
        sort: 'createdAt',
        falling: true,
        hideBelow: 'md',
        cell: ({ createdAt, createdBy }) => (
          <span className="number">
            <TimeAgo time={createdAt} />{' '}
            {createdBy !== null && <span className="quiet">{t('created-by', { user: createdBy })}</span>}
          </span>
        ),
      },
    ],
    [t],
  );
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ name }) => name}
      list={list}
      answer={answer}
      rowActions={actionsOf}
      onRowHover={({ name }) => prefetch('getOrganization', { params: { organization: name } })}
      prefetch={(cursor) => prefetch('listOrganizations', { query: { ...list.query, cursor, ...limitedBy } })}
      empty={<FirstOrganization create={create} />}
    />
  );
}
