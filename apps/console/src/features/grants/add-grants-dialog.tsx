import type { Grant } from '@wharf/api';
import { repositoryPatternProblem } from '@wharf/oci';
import { App, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { type Candidate, CandidateChoice } from './candidate-choice.tsx';
import { grantedOperations } from './granted-operations.ts';
import { LevelChoice } from './level-choice.tsx';
import { PatternField } from './pattern-field.tsx';

/** Gives one level to one or more users or robots; mount it to open it. */
export function AddGrantsDialog({
  organization,
  repository,
  onClose,
}: {
  organization: string;
  /** The image that it is for; left out, what it covers is asked. */
  repository?: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const formId = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [holder, setHolder] = useState<Grant['holder']['kind']>('user');
  const [pattern, setPattern] = useState(repository ?? '');
  const [chosen, setChosen] = useState<Candidate[]>([]);
  const [level, setLevel] = useState<Grant['level']>('read');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const put = useApiMutation('putGrant', { invalidates: grantedOperations });
  const patternOk = repositoryPatternProblem(pattern) === undefined;

  const submit = async () => {
    setAsked(true);
    if (chosen.length === 0 || !patternOk || busy) return;
    setBusy(true);
    try {
      // One after the other: who was added is off the list when a later one fails.
      for (const candidate of chosen) {
        await put.mutateAsync({
          params: { organization },
          body: { holder: { kind: holder, id: candidate.id }, pattern, level },
        });
        setChosen((now) => now.filter(({ id }) => id !== candidate.id));
      }
      void message.success(t('add.added', { count: chosen.length }));
      onClose();
    } catch {
      // `put.error` shows it.
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={t('add.title', { name: repository === undefined ? organization : `${organization}/${repository}` })}
      okText={chosen.length > 0 ? t('add.submit', { count: chosen.length }) : t('add.action')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: formId, loading: busy }}
      onCancel={onClose}
      afterOpenChange={afterOpenChange}
    >
      <form
        id={formId}
        className="add-grants"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="toolbar">
          <ChoiceBox
            label={t('add.to')}
            value={holder}
            choices={[
              { value: 'user', label: t('add.user') },
              { value: 'robot', label: t('add.robot') },
            ]}
            onChange={(kind) => {
              setHolder(kind);
              setChosen([]);
            }}
          />
        </div>
        <CandidateChoice
          inputRef={input}
          organization={organization}
          holder={holder}
          pattern={patternOk ? pattern : ''}
          chosen={chosen}
          onChosen={setChosen}
        />
        <p className="field-wrong" role="alert">
          {asked && chosen.length === 0 && !busy && t('add.choose')}
        </p>
        {repository === undefined && (
          <PatternField organization={organization} pattern={pattern} onPattern={setPattern} />
        )}
        <LevelChoice level={level} onLevel={setLevel} />
        <ErrorNote problem={put.error} />
      </form>
    </Modal>
  );
}
