import type { RobotGrant } from '@wharf/api';
import { repositoryPatternProblem } from '@wharf/oci';
import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { dayIn, type End, EndChoice, endTime, isDay } from './end-choice.tsx';
import { GrantRows } from './grant-rows.tsx';
import type { RobotWithSecret } from './robot-secret-dialog.tsx';

const namePattern = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/;

/** Mount it to open it. @param organization null for a robot of the whole account */
export function CreateRobotDialog({
  organization,
  onClose,
  onMade,
}: {
  organization: string | null;
  onClose: () => void;
  onMade: (robot: RobotWithSecret) => void;
}) {
  const { t } = useTranslation('robots');
  const { t: words } = useTranslation('ui');
  const { fieldTextOf } = useProblemText();
  const id = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [end, setEnd] = useState<End>({ kind: 'after', day: dayIn(365) });
  const [grants, setGrants] = useState<RobotGrant[]>(
    organization === null ? [] : [{ organization, pattern: '', level: 'read' }],
  );
  const [asked, setAsked] = useState(false);
  const create = useApiMutation('createRobot', {
    invalidates: ['listRobots', 'listGrants', 'listRepositoryGrants', 'listGrantCandidates'],
  });
  const nameOk = namePattern.test(name);
  const ready =
    nameOk &&
    grants.every(({ pattern }) => repositoryPatternProblem(pattern) === undefined) &&
    (end.kind === 'never' || isDay(end.day));
  const taken = create.error?.code === 'name-taken';
  const submit = () => {
    setAsked(true);
    if (!ready || create.isPending) return;
    const body = { name, organization, description: description.trim(), expiresAt: endTime(end), grants };
    create.mutate({ body }, { onSuccess: onMade });
  };
  const wrong = asked && !nameOk ? fieldTextOf('robot-name') : taken ? t('create.taken') : '';
  return (
    <Modal
      open
      width={640}
      title={organization === null ? t('create.account-title') : t('create.title', { name: organization })}
      okText={t('create.action')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: create.isPending }}
      onCancel={onClose}
      afterOpenChange={afterOpenChange}
    >
      <form
        id={id}
        className="robot-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label htmlFor={`${id}-name`}>{t('create.name')}</label>
        <Input
          ref={input}
          id={`${id}-name`}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong !== ''}
          aria-describedby={`${id}-wrong ${id}-rule`}
        />
        <p id={`${id}-wrong`} className="field-wrong" role="alert">
          {wrong}
        </p>
        <p id={`${id}-rule`} className="field-rule">
          {t('create.rule')}
        </p>
        <label htmlFor={`${id}-description`}>{t('create.description')}</label>
        <Input
          id={`${id}-description`}
          value={description}
          maxLength={500}
          onChange={(event) => setDescription(event.target.value)}
        />
        <GrantRows organization={organization} grants={grants} onGrants={setGrants} />
        <EndChoice end={end} onEnd={setEnd} />
        {!taken && <ErrorNote problem={create.error} />}
      </form>
    </Modal>
  );
}
