import type { Result } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';

import { CopyCommand } from '../../ui/copy-command.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { loginCommands } from '../../ui/login-commands.ts';

export type RobotWithSecret = Result<'createRobot'>;

/** The commands of a robot that was just made or got another secret: the only time that it can be seen. */
export function RobotSecretDialog({ robot, onClose }: { robot: RobotWithSecret; onClose: () => void }) {
  const { t } = useTranslation('robots');
  const server = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const { login, secret, registryHost } = robot;
  return (
    <Modal
      open
      width={680}
      title={t('secret.title', { login })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={<Button onClick={onClose}>{t('secret.done')}</Button>}
    >
      <p>{t('secret.lead')}</p>
      {server.data ? (
        <CopyCommand
          label={t('secret.tools')}
          secret={secret}
          commands={loginCommands({ registryHost, insecure: server.data.insecure }, { login, password: secret })}
        />
      ) : (
        <LoadingState lines={4} />
      )}
      <p className="once-note">{t('secret.once')}</p>
    </Modal>
  );
}
