import { StopOutlined } from '@ant-design/icons';
import type { TemporaryCredential } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu } from '../../actions/action-menu.tsx';
import { LastUse } from '../../ui/last-use.tsx';
import { type Column, PlainTable } from '../../ui/plain-table.tsx';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

const tones: Record<TemporaryCredential['state'], Tone> = { active: 'good', expired: 'quiet', revoked: 'bad' };

export function LoginCommandsTable(props: {
  credentials: readonly TemporaryCredential[];
  onRevoke: (credential: TemporaryCredential) => void;
}) {
  const { credentials, onRevoke } = props;
  const { t } = useTranslation('login-commands');
  const columns = useMemo(
    (): Column<TemporaryCredential>[] => [
      { key: 'login', title: t('column.login'), rowHeader: true, cell: ({ login }) => <code>{login}</code> },
      {
        key: 'state',
        title: t('column.state'),
        cell: ({ state }) => <StatusChip tone={tones[state]}>{t(`state.${state}`)}</StatusChip>,
      },
      {
        key: 'expiresAt',
        title: t('column.expires'),
        hideBelow: 'sm',
        cell: ({ state, expiresAt }) =>
          state === 'revoked' ? <span className="quiet">–</span> : <TimeAgo time={expiresAt} />,
      },
      {
        key: 'lastUsedAt',
        title: t('column.used'),
        hideBelow: 'sm',
        cell: ({ lastUsedAt, lastUsedFrom }) => <LastUse at={lastUsedAt} from={lastUsedFrom} />,
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
  const revoke = (credential: TemporaryCredential) => ({
    id: `login-command.revoke.${credential.id}`,
    label: t('revoke.action'),
    section: 'here' as const,
    icon: <StopOutlined aria-hidden />,
    dangerous: true,
    perform: () => onRevoke(credential),
  });
  return (
    <div className="table-frame">
      <PlainTable
        caption={t('temporary.title')}
        columns={columns}
        rows={credentials}
        rowKey={({ id }) => id}
        rowMenu={(row) => row.state === 'active' && <ActionMenu label={row.login} actions={[revoke(row)]} />}
      />
    </div>
  );
}
