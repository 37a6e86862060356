import { UserDeleteOutlined } from '@ant-design/icons';
import type { Grant } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import { useSession } from '../../lib/session.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LevelName } from '../../ui/level-name.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { GrantSort } from './grant-sorts.ts';
import { LevelSelect } from './level-select.tsx';

export function GrantsTable({
  organization,
  manages,
  list,
  answer,
  add,
  onRemove,
}: {
  organization: string;
  manages: boolean;
  list: List<GrantSort>;
  answer: PageAnswer<Grant>;
  add: Action | undefined;
  onRemove: (grant: Grant) => void;
}) {
  const { t } = useTranslation('grants');
  const me = useSession().user.id;
  const columns = useMemo<Column<Grant, GrantSort>[]>(
    () => [
      {
        key: 'user',
        title: t('column.user'),
        sort: 'name',
        rowHeader: true,
        cell: ({ holder }) => (
          <>
            {holder.name} {holder.id === me && <span className="chip">{t('you')}</span>}
            {holder.disabled && <StatusChip tone="quiet">{t('disabled')}</StatusChip>}
          </>
        ),
      },
      {
        key: 'level',
        title: t('column.level'),
        cell: (grant) =>
          manages ? <LevelSelect organization={organization} grant={grant} /> : <LevelName level={grant.level} />,
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
        hideBelow: 'sm',
        cell: ({ createdAt, createdBy }) => (
          <span className="number">
            <TimeAgo time={createdAt} /> <span className="quiet">{t('granted-by', { user: createdBy })}</span>
          </span>
        ),
      },
    ],
    [t, me, manages, organization],
  );
  const actionsOf = (grant: Grant): Action[] => [
    {
      id: 'grant.remove',
      label: t('remove.action'),
      section: 'here',
      icon: <UserDeleteOutlined aria-hidden />,
      dangerous: true,
      perform: () => onRemove(grant),
    },
  ];
  return (
    <DataTable
      caption={t('caption')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ holder }) => holder.name}
      list={list}
      answer={answer}
      {...(manages && { rowActions: actionsOf })}
      empty={
        <EmptyState title={t('empty.title')} {...(add && { actions: <ActionButton action={add} type="primary" /> })}>
          {t('empty.text', { name: organization })}
        </EmptyState>
      }
    />
  );
}
