import type { Robot } from '@wharf/api';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { dayIn, type End, EndChoice, endTime, isDay } from './end-choice.tsx';

/** Gives a robot another end; mount it to open it. */
export function RobotEndDialog({ robot, onClose }: { robot: Robot; onClose: () => void }) {
  const { t } = useTranslation('robots');
  const { t: words } = useTranslation('ui');
  const [end, setEnd] = useState<End>(
    robot.expiresAt === null ? { kind: 'never' } : { kind: 'after', day: dayIn(365) },
  );
  const update = useApiMutation('updateRobot', { invalidates: ['listRobots'] });
  const ready = end.kind === 'never' || isDay(end.day);
  const save = () =>
    update.mutate(
      { params: { robot: robot.id }, body: { expiresAt: endTime(end) } },
      {
        onSuccess: () => {
          announce(t('end.done', { login: robot.login }));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('end.title', { login: robot.login })}
      okText={t('end.save')}
      cancelText={words('cancel')}
      okButtonProps={{ loading: update.isPending, disabled: !ready }}
      onOk={save}
      onCancel={onClose}
    >
      <EndChoice end={end} onEnd={setEnd} />
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
