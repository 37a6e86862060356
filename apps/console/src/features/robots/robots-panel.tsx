import type { Robot } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { CreateRobotDialog } from './create-robot-dialog.tsx';
import { type RobotTask, useCreateRobot, useRobotActions } from './robot-actions.tsx';
import { RobotEndDialog } from './robot-end-dialog.tsx';
import { RobotSecretDialog, type RobotWithSecret } from './robot-secret-dialog.tsx';
import { robotSorts } from './robot-sorts.ts';
import { RobotTaskDialog } from './robot-task-dialog.tsx';
import { RobotsTable } from './robots-table.tsx';
import './robots.css';

/** Robots of one organization, or all of the account; whoever sees them may change them. */
export function RobotsPanel({ organization }: { organization?: string }) {
  const { t } = useTranslation('robots');
  const list = useListState(robotSorts);
  const query = useMemo(() => ({ ...list.query, ...(organization && { organization }) }), [list.query, organization]);
  const answer = useApiQuery('listRobots', { query });
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<RobotWithSecret>();
  const [task, setTask] = useState<{ robot: Robot; kind: RobotTask }>();
  const create = useCreateRobot(useCallback(() => setCreating(true), []));
  const actionsOf = useRobotActions(setTask);
  useActions(useMemo(() => [create], [create]));
  const close = () => setTask(undefined);
  const showSecret = (robot: RobotWithSecret) => {
    setCreating(false);
    setTask(undefined);
    setMade(robot);
  };
  return (
    <>
      {organization && <p className="robots-lead">{t('lead', { name: organization })}</p>}
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        <ActionButton action={create} type="primary" />
      </div>
      <RobotsTable
        list={list}
        answer={answer}
        actionsOf={actionsOf}
        showsOrganization={!organization}
        empty={
          <EmptyState title={t('empty.title')} actions={<ActionButton action={create} type="primary" />}>
            {t('empty.text')}
          </EmptyState>
        }
      />
      {creating && (
        <CreateRobotDialog organization={organization ?? null} onClose={() => setCreating(false)} onMade={showSecret} />
      )}
      {task?.kind === 'end' && <RobotEndDialog robot={task.robot} onClose={close} />}
      {task && task.kind !== 'end' && (
        <RobotTaskDialog robot={task.robot} kind={task.kind} onClose={close} onSecret={showSecret} />
      )}
      {made && <RobotSecretDialog robot={made} onClose={() => setMade(undefined)} />}
    </>
  );
}
