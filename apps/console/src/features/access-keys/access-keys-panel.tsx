import './access-keys.css';
import { DeleteOutlined, PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons';
import type { AccessKey } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { AccessKeysTable } from './access-keys-table.tsx';
import { RemoveAccessKeyDialog } from './remove-access-key-dialog.tsx';
import { SecretOnce } from './secret-once.tsx';
import { useCreateAccessKey } from './use-create-access-key.ts';

/** The user's long-term credentials. */
export function AccessKeysPanel() {
  const { t } = useTranslation('access-keys');
  const headingId = useId();
  const { user } = useSession();
  const { data, error, refetch } = useApiQuery('listAccessKeys');
  const update = useApiMutation('updateAccessKey', { invalidates: ['listAccessKeys'] });
  const create = useCreateAccessKey();
  const [removing, setRemoving] = useState<AccessKey>();
  const setDisabled = ({ id }: AccessKey, disabled: boolean) =>
    update.mutate(
      { params: { key: id }, body: { disabled } },
      { onSuccess: () => announce(t(disabled ? 'disable.done' : 'enable.done', { id })) },
    );
  const actionsOf = (key: AccessKey): Action[] => [
    key.state === 'active'
      ? {
          id: `access-key.disable.${key.id}`,
          label: t('disable.action'),
          section: 'here',
          icon: <PauseCircleOutlined aria-hidden />,
          perform: () => setDisabled(key, true),
        }
      : {
          id: `access-key.enable.${key.id}`,
          label: t('enable.action'),
          section: 'here',
          icon: <PlayCircleOutlined aria-hidden />,
          perform: () => setDisabled(key, false),
        },
    {
      id: `access-key.remove.${key.id}`,
      label: t('remove.action'),
      section: 'here',
      icon: <DeleteOutlined aria-hidden />,
      dangerous: true,
      perform: () => setRemoving(key),
    },
  ];
  return (
    <section className="panel" aria-labelledby={headingId}>
      <div className="panel-head">
        <h2 id={headingId}>{t('title')}</h2>
        {create.offered && (
          <Button loading={create.isPending} onClick={() => create.create()}>
            {t('create.action')}
          </Button>
        )}
      </div>
      <p className="panel-lead">{t('lead')}</p>
      {create.error?.detail.reason === 'no-programmatic-access' ? (
        <p role="alert">{t('no-programmatic-access')}</p>
      ) : (
        <ErrorNote problem={create.error ?? update.error} />
      )}
      {!data && (error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState lines={2} />)}
      {data?.items.length === 0 && <p className="quiet">{t('empty')}</p>}
      {data && data.items.length > 0 && <AccessKeysTable accessKeys={data.items} actionsOf={actionsOf} />}
      {removing && <RemoveAccessKeyDialog accessKey={removing} onClose={() => setRemoving(undefined)} />}
      {create.data && (
        <Modal
          open
          title={t('create.title')}
          onCancel={create.reset}
          mask={{ closable: false }}
          footer={<Button onClick={create.reset}>{t('create.done')}</Button>}
        >
          <SecretOnce accessKey={create.data} user={user.name} />
        </Modal>
      )}
    </section>
  );
}
