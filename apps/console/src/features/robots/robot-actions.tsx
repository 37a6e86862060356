import {
  CalendarOutlined,
  CheckCircleOutlined,
  DeleteOutlined,
  RobotOutlined,
  StopOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import type { Robot } from '@wharf/api';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

/** What can be asked about one robot; each has a dialog. */
export type RobotTask = 'rotate' | 'end' | 'disable' | 'enable' | 'remove';

export function useCreateRobot(perform: () => void): Action {
  const { t } = useTranslation('robots');
  return useMemo(
    () => ({
      id: 'robot.create',
      label: t('create.action'),
      section: 'create',
      icon: <RobotOutlined aria-hidden />,
      shortcut: 'n',
      perform,
    }),
    [t, perform],
  );
}

/** The menu of a robot's row. */
export function useRobotActions(start: (task: { robot: Robot; kind: RobotTask }) => void) {
  const { t } = useTranslation('robots');
  return useMemo(
    () =>
      (robot: Robot): Action[] => {
        const action = (kind: RobotTask, icon: ReactNode, dangerous = false): Action => ({
          id: `robot.${kind}.${robot.id}`,
          label: t(`${kind}.action`),
          section: 'here',
          icon,
          ...(dangerous && { dangerous }),
          perform: () => start({ robot, kind }),
        });
        return [
          action('rotate', <SyncOutlined aria-hidden />),
          action('end', <CalendarOutlined aria-hidden />),
          robot.state === 'disabled'
            ? action('enable', <CheckCircleOutlined aria-hidden />)
            : action('disable', <StopOutlined aria-hidden />, true),
          action('remove', <DeleteOutlined aria-hidden />, true),
        ];
      },
    [t, start],
  );
}
