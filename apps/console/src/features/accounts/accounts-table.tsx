import type { Account } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { paths } from '../../lib/paths.ts';
import type { List } from '../../lib/url-state.ts';
import { Count } from '../../ui/bytes.tsx';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { QuotaMeter } from '../../ui/quota-meter.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { accountSorts } from './account-sorts.ts';

type Sort = (typeof accountSorts)[number];

export function AccountsTable(props: {
  list: List<Sort>;
  answer: PageAnswer<Account>;
  own: string;
  actionsOf: (account: Account) => readonly Action[];
}) {
  const { list, answer, own, actionsOf } = props;
  const { t } = useTranslation('accounts');
  const columns = useMemo(
    (): Column<Account, Sort>[] => [
      {
        key: 'name',
        title: t('column.name'),
        sort: 'name',
        rowHeader: true,
        cell: ({ name }) => (
          <>
            <Link to={paths.account(name)}>{name}</Link> {name === own && <span className="chip">{t('yours')}</span>}
          </>
        ),
      },
      {
        key: 'state',
        title: t('column.state'),
        hideBelow: 'sm',
        cell: ({ disabled }) => (
          <StatusChip tone={disabled ? 'bad' : 'good'}>
            {disabled ? t('state.disabled') : t('state.enabled')}
          </StatusChip>
        ),
      },
      { key: 'users', title: t('column.users'), align: 'end', cell: ({ users }) => <Count value={users} /> },
      {
        key: 'organizations',
        title: t('column.organizations'),
        cell: ({ use, quotas }) => (
          <QuotaMeter label={t('column.organizations')} used={use.organizations} limit={quotas.organizations} />
        ),
      },
      {
        key: 'images',
        title: t('column.images'),
        hideBelow: 'sm',
        cell: ({ use, quotas }) => (
          <QuotaMeter label={t('column.images')} used={use.repositories} limit={quotas.repositories} />
        ),
      },
      {
        key: 'bytes',
        title: t('column.bytes'),
        cell: ({ use, quotas }) => (
          <QuotaMeter label={t('column.bytes')} used={use.bytes} limit={quotas.bytes} of="bytes" />
        ),
      },
      {
        key: 'created',
        title: t('column.created'),
        sort: 'createdAt',
        falling: true,
        hideBelow: 'md',
        cell: ({ createdAt }) => <TimeAgo time={createdAt} />,
      },
    ],
    [t, own],
  );
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ name }) => name}
      rowActions={actionsOf}
      list={list}
      answer={answer}
      empty={null}
    />
  );
}
