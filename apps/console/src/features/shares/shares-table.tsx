import { DisconnectOutlined, EditOutlined } from '@ant-design/icons';
import type { Share } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { ShareSort } from './share-sorts.ts';
import { ShareStateChip } from './share-state-chip.tsx';
import { Until } from './until.tsx';

/** @param resting the image is public: its shares count for nothing until it is private again */
export function SharesTable({
  name,
  list,
  answer,
  add,
  resting,
  onChange,
  onEnd,
}: {
  name: string;
  list: List<ShareSort>;
  answer: PageAnswer<Share>;
  add: Action;
  resting: boolean;
  onChange: (share: Share) => void;
  onEnd: (share: Share) => void;
}) {
  const { t } = useTranslation('shares');
  const columns = useMemo<Column<Share, ShareSort>[]>(
    () => [
      {
        key: 'account',
        title: t('column.account'),
        sort: 'name',
        rowHeader: true,
        cell: ({ account }) => account.name,
      },
      { key: 'state', title: t('column.state'), cell: ({ state }) => <ShareStateChip state={state} /> },
      { key: 'until', title: t('column.until'), cell: ({ expiresAt }) => <Until time={expiresAt} /> },
      {
        key: 'description',
        title: t('column.description'),
        hideBelow: 'md',
        width: '30%',
        cell: ({ description }) => <span className="share-description">{description}</span>,
      },
      {
        key: 'shared',
        title: t('column.shared'),
        hideBelow: 'sm',
        cell: ({ createdAt, createdBy }) => (
          <>
            <TimeAgo time={createdAt} /> <span className="quiet">{t('shared-by', { user: createdBy })}</span>
          </>
        ),
      },
    ],
    [t],
  );
  const actionsOf = (share: Share): Action[] => [
    {
      id: 'share.change',
      label: t('change.action'),
      section: 'here',
      icon: <EditOutlined aria-hidden />,
      ...(resting && { refusal: t('public.refusal') }),
      perform: () => onChange(share),
    },
    {
      id: 'share.end',
      label: share.state === 'active' ? t('end.action') : t('end.remove'),
      section: 'here',
      icon: <DisconnectOutlined aria-hidden />,
      dangerous: true,
      perform: () => onEnd(share),
    },
  ];
  return (
    <DataTable
      caption={t('caption', { name })}
      columns={columns}
      rowKey={({ account }) => account.id}
      rowName={({ account }) => account.name}
      list={list}
      answer={answer}
      rowActions={actionsOf}
      empty={
        <EmptyState title={t('empty.title')} actions={<ActionButton action={add} type="primary" />}>
          {t('empty.text')}
        </EmptyState>
      }
    />
  );
}
