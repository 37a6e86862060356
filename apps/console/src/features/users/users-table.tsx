import type { User } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { userSorts } from './user-sorts.ts';

type Sort = (typeof userSorts)[number];

export function UsersTable(props: {
  list: List<Sort>;
  answer: PageAnswer<User>;
  me: string;
  actionsOf: (user: User) => Action[];
}) {
  const { list, answer, me, actionsOf } = props;
  const { t } = useTranslation('users');
  const columns = useMemo(
    (): Column<User, Sort>[] => [
      {
        key: 'name',
        title: t('column.name'),
        sort: 'name',
        rowHeader: true,
        cell: ({ id, name }) => (
          <>
            {name} {id === me && <span className="chip">{t('you')}</span>}
          </>
        ),
      },
      { key: 'role', title: t('column.role'), hideBelow: 'sm', cell: ({ role }) => t(`role.${role}`) },
      {
        key: 'method',
        title: t('column.method'),
        hideBelow: 'md',
        cell: ({ method, secondFactor }) => (
          <>
            {t(`method.${method}`)} {secondFactor && <span className="chip">{t('second-factor.chip')}</span>}
          </>
        ),
      },
      {
        key: 'state',
        title: t('column.state'),
        cell: ({ disabled, mustChangePassword }) => (
          <>
            <StatusChip tone={disabled ? 'bad' : 'good'}>
              {disabled ? t('state.disabled') : t('state.enabled')}
            </StatusChip>{' '}
            {mustChangePassword && <span className="chip">{t('state.must-change')}</span>}
          </>
        ),
      },
      {
        key: 'access',
        title: t('column.access'),
        hideBelow: 'md',
        cell: ({ consoleAccess, programmaticAccess }) =>
          [consoleAccess && t('access.console'), programmaticAccess && t('access.programmatic')]
            .filter(Boolean)
            .join(' · ') || t('access.none'),
      },
      {
        key: 'lastSignedInAt',
        title: t('column.signed-in'),
        hideBelow: 'sm',
        cell: ({ lastSignedInAt }) => <TimeAgo time={lastSignedInAt} />,
      },
      {
        key: 'createdAt',
        title: t('column.created'),
        hideBelow: 'md',
        cell: ({ createdAt }) => <TimeAgo time={createdAt} />,
      },
    ],
    [t, me],
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
