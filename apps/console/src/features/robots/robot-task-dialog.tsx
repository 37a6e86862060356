import type { Robot } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import type { RobotTask } from './robot-actions.tsx';
import type { RobotWithSecret } from './robot-secret-dialog.tsx';

/** Tells what will happen, then does it; mount it to open it. */
export function RobotTaskDialog({
  robot,
  kind,
  onClose,
  onSecret,
}: {
  robot: Robot;
  kind: Exclude<RobotTask, 'end'>;
  onClose: () => void;
  onSecret: (robot: RobotWithSecret) => void;
}) {
  const { t } = useTranslation('robots');
  const { t: words } = useTranslation('ui');
  const update = useApiMutation('updateRobot', { invalidates: ['listRobots', 'listGrants'] });
  const rotate = useApiMutation('rotateRobot', { invalidates: ['listRobots'] });
  const remove = useApiMutation('removeRobot', {
    invalidates: ['listRobots', 'listGrants', 'listRepositoryGrants', 'listGrantCandidates'],
  });
  const { login } = robot;
  const params = { robot: robot.id };
  const perform = () => {
    if (kind === 'rotate') {
      rotate.mutate({ params }, { onSuccess: onSecret });
      return;
    }
    const onSuccess = () => {
      announce(t(`${kind}.done`, { login }));
      onClose();
    };
    if (kind === 'remove') remove.mutate({ params }, { onSuccess });
    else update.mutate({ params, body: { disabled: kind === 'disable' } }, { onSuccess });
  };
  return (
    <Modal
      open
      title={t(`${kind}.title`, { login })}
      okText={t(`${kind}.action`)}
      cancelText={words('cancel')}
      okButtonProps={{
        danger: kind === 'remove' || kind === 'disable',
        loading: update.isPending || rotate.isPending || remove.isPending,
      }}
      onOk={perform}
      onCancel={onClose}
    >
      <p>{t(`${kind}.consequence`, { login })}</p>
      <ErrorNote problem={update.error ?? rotate.error ?? remove.error} />
    </Modal>
  );
}
