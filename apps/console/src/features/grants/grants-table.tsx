import { UserDeleteOutlined } from '@ant-design/icons';
import type { Grant } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { LevelName } from '../../ui/level-name.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { Covers } from './covers.tsx';
import type { GrantSort } from './grant-sorts.ts';
import { Holder } from './holder.tsx';
import { LevelSelect } from './level-select.tsx';

export function GrantsTable({
  organization,
  changes,
  list,
  answer,
  empty,
  onRemove,
}: {
  organization: string;
  /** Whether the user may change this grant here. */
  changes: (grant: Grant) => boolean;
  list: List<GrantSort>;
  answer: PageAnswer<Grant>;
  empty: ReactNode;
  onRemove: (grant: Grant) => void;
}) {
  const { t } = useTranslation('grants');
  const columns = useMemo<Column<Grant, GrantSort>[]>(
    () => [
      {
        key: 'holder',
        title: t('column.holder'),
        sort: 'name',
        rowHeader: true,
        cell: ({ holder }) => <Holder holder={holder} />,
      },
      { key: 'covers', title: t('column.covers'), cell: ({ pattern }) => <Covers pattern={pattern} /> },
      {
        key: 'level',
        title: t('column.level'),
        cell: (grant) =>
          changes(grant) ? (
            <LevelSelect organization={organization} grant={grant} />
          ) : (
            <LevelName level={grant.level} />
          ),
      },
      {
        key: 'allows',
        title: t('column.allows'),
        hideBelow: 'md',
        cell: ({ level }) => <span className="quiet">{t(`allows.${level}`)}</span>,
      },
      {
        key: 'granted',
        title: t('column.granted'),
        hideBelow: 'md',
        cell: ({ createdAt, createdBy }) => (
          <span className="number">
            <TimeAgo time={createdAt} /> <span className="quiet">{t('granted-by', { user: createdBy })}</span>
          </span>
        ),
      },
    ],
    [t, changes, organization],
  );
  const actionsOf = (grant: Grant): Action[] => [
    {
      id: 'grant.remove',
      label: t('remove.action'),
      section: 'here',
      icon: <UserDeleteOutlined aria-hidden />,
      dangerous: true,
      ...(changes(grant) ? {} : { refusal: t('remove.elsewhere') }),
      perform: () => onRemove(grant),
    },
  ];
  const someChange = answer.data?.items.some(changes) ?? false;
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ holder }) => holder.name}
      list={list}
      answer={answer}
      {...(someChange && { rowActions: actionsOf })}
      empty={empty}
    />
  );
}
