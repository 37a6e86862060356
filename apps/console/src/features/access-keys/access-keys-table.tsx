import type { AccessKey } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionMenu } from '../../actions/action-menu.tsx';
import { LastUse } from '../../ui/last-use.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

export function AccessKeysTable({
  accessKeys,
  actionsOf,
}: {
  accessKeys: readonly AccessKey[];
  actionsOf: (key: AccessKey) => readonly Action[];
}) {
  const { t } = useTranslation('access-keys');
  const columns = useMemo(
    (): Column<AccessKey>[] => [
      { key: 'id', title: t('column.id'), rowHeader: true, cell: ({ id }) => <code>{id}</code> },
      {
        key: 'state',
        title: t('column.state'),
        cell: ({ state }) => (
          <StatusChip tone={state === 'active' ? 'good' : 'quiet'}>{t(`state.${state}`)}</StatusChip>
        ),
      },
      {
        key: 'lastUsedAt',
        title: t('column.used'),
        hideBelow: 'sm',
        cell: ({ lastUsedAt, lastUsedFrom }) => <LastUse at={lastUsedAt} from={lastUsedFrom} />,
      },
      {
        key: 'expires',
        title: t('column.expires'),
        hideBelow: 'md',
        cell: () => <span className="quiet">{t('no-expiry')}</span>,
      },
      {
        key: 'createdAt',
        title: t('column.created'),
        hideBelow: 'md',
        cell: ({ createdAt }) => <TimeAgo time={createdAt} />,
      },
    ],
    [t],
  );
  return (
    <div className="table-frame">
      <PlainTable
        caption={t('title')}
        columns={columns}
        rows={accessKeys}
        rowKey={({ id }) => id}
        rowMenu={(row) => <ActionMenu label={row.id} actions={actionsOf(row)} />}
      />
    </div>
  );
}
