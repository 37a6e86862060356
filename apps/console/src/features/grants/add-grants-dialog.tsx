import type { Grant } from '@wharf/api';
import { App, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { type Candidate, CandidateChoice } from './candidate-choice.tsx';
import { LevelChoice } from './level-choice.tsx';

/** Gives one level to one or more users; mount it to open it. */
export function AddGrantsDialog({ organization, onClose }: { organization: string; onClose: () => void }) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const formId = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [chosen, setChosen] = useState<Candidate[]>([]);
  const [level, setLevel] = useState<Grant['level']>('read');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const put = useApiMutation('putGrant', { invalidates: ['listGrants', 'listGrantCandidates'] });

  const submit = async () => {
    setAsked(true);
    if (chosen.length === 0 || busy) return;
    setBusy(true);
    try {
      // One after the other: who was added is off the list when a later one fails.
      for (const candidate of chosen) {
        await put.mutateAsync({
          params: { organization },
          body: { holder: { kind: 'user', id: candidate.id }, level },
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
      title={t('add.title', { name: organization })}
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
        <CandidateChoice inputRef={input} organization={organization} chosen={chosen} onChosen={setChosen} />
        <p className="field-wrong" role="alert">
          {asked && chosen.length === 0 && !busy && t('add.choose')}
        </p>
        <LevelChoice level={level} onLevel={setLevel} />
        <ErrorNote problem={put.error} />
      </form>
    </Modal>
  );
}
