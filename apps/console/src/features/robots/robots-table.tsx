import type { Robot } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import type { List } from '../../lib/url-state.ts';
import { DataTable, type PageAnswer } from '../../ui/data-table.tsx';
import type { Column } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { RobotGrants } from './robot-grants.tsx';
import type { RobotSort } from './robot-sorts.ts';

const tones = { active: 'good', disabled: 'bad', expired: 'warn' } as const;

export function RobotsTable({
  list,
  answer,
  actionsOf,
  showsOrganization,
  empty,
}: {
  list: List<RobotSort>;
  answer: PageAnswer<Robot>;
  actionsOf: (robot: Robot) => Action[];
  showsOrganization: boolean;
  empty: ReactNode;
}) {
  const { t } = useTranslation('robots');
  const columns = useMemo<Column<Robot, RobotSort>[]>(
    () => [
      {
        key: 'login',
        title: t('column.login'),
        sort: 'login',
        rowHeader: true,
        cell: ({ login, description }) => (
          <>
            <code>{login}</code>
            {description && <span className="robot-description">{description}</span>}
          </>
        ),
      },
      ...(showsOrganization
        ? [
            {
              key: 'organization',
              title: t('column.organization'),
              hideBelow: 'md' as const,
              cell: ({ organization }: Robot) => organization ?? t('of-account'),
            },
          ]
        : []),
      {
        key: 'state',
        title: t('column.state'),
        cell: ({ state }) => <StatusChip tone={tones[state]}>{t(`state.${state}`)}</StatusChip>,
      },
      { key: 'grants', title: t('column.grants'), cell: ({ grants }) => <RobotGrants grants={grants} /> },
      {
        key: 'expiresAt',
        title: t('column.ends'),
        hideBelow: 'sm',
        cell: ({ expiresAt }) => (expiresAt === null ? t('no-end') : <TimeAgo time={expiresAt} />),
      },
      {
        key: 'lastUsedAt',
        title: t('column.used'),
        hideBelow: 'md',
        cell: ({ lastUsedAt, lastUsedFrom }) => (
          <>
            <TimeAgo time={lastUsedAt} /> {lastUsedFrom && <span className="quiet">{lastUsedFrom}</span>}
          </>
        ),
      },
    ],
    [t, showsOrganization],
  );
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rowKey={({ id }) => id}
      rowName={({ login }) => login}
      rowActions={actionsOf}
      list={list}
      answer={answer}
      empty={empty}
    />
  );
}
