import { App, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { TakenNote } from './taken-note.tsx';
import { complainAboutTarget, partsOf } from './target.ts';
import { TargetField } from './target-field.tsx';
import { useTaken } from './use-taken.ts';
import './retag.css';

/** Gives the content of a tag another name, here or in another image; nothing is sent. Mount it to open it. */
export function RetagDialog({
  organization,
  repository,
  tag: from,
  onClose,
}: {
  organization: string;
  repository: string;
  tag: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('retag');
  const { t: words } = useTranslation('ui');
  const { fieldTextOf } = useProblemText();
  const { message } = App.useApp();
  const formId = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const source = { name: `${organization}/${repository}`, tag: from };
  const [target, setTarget] = useState({ name: source.name, tag: '' });
  const [submitted, setSubmitted] = useState(false);
  const [referrers, setReferrers] = useState(true);
  // Said for one address only: another one is asked about anew.
  const [overwriting, setOverwriting] = useState('');
  const copy = useApiMutation('copyTag', {
    invalidates: ['listTags', 'getTag', 'getRepository', 'listRepositories', 'listTagChanges', 'getManifest'],
  });
  const complaint = complainAboutTarget(target, source);
  const address = `${target.name}:${target.tag}`;
  const taken = useTaken(complaint ? undefined : target, copy.error, address);
  const overwrite = overwriting === address;
  const elsewhere = target.name !== source.name;
  const wrong = (field: 'name' | 'tag') => {
    if (complaint?.field !== field || (field === 'tag' && target.tag === '' && !submitted)) return undefined;
    if (complaint.problem === 'same') return t('same');
    return complaint.problem === 'tag' ? t('tag-rule') : fieldTextOf(complaint.problem);
  };

  const submit = () => {
    setSubmitted(true);
    if (complaint || copy.isPending || (taken && !overwrite)) return;
    const to = { ...partsOf(target.name), tag: target.tag };
    copy.mutate(
      { params: { organization, repository, tag: from }, body: { to, referrers, overwrite } },
      {
        onSuccess: () => {
          void message.success(t('copied', { name: address }));
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      open
      title={t('title', { name: `${source.name}:${from}` })}
      okText={taken ? t('submit-overwrite') : t('submit')}
      cancelText={words('cancel')}
      okButtonProps={{
        htmlType: 'submit',
        form: formId,
        loading: copy.isPending,
        danger: taken !== undefined,
        disabled: taken !== undefined && !overwrite,
      }}
      onCancel={onClose}
      afterOpenChange={afterOpenChange}
    >
      <p className="quiet retag-lead">{t('lead')}</p>
      <form
        id={formId}
        className="retag-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TargetField
          label={t('image')}
          value={target.name}
          wrong={wrong('name')}
          onChange={(name) => setTarget({ ...target, name })}
        />
        <TargetField
          inputRef={input}
          label={t('tag')}
          value={target.tag}
          wrong={wrong('tag')}
          onChange={(tag) => setTarget({ ...target, tag })}
        />
        {elsewhere && (
          <label className="retag-check">
            <input type="checkbox" checked={referrers} onChange={(event) => setReferrers(event.target.checked)} />
            {t('referrers')}
          </label>
        )}
        {taken && (
          <TakenNote
            name={address}
            digest={taken.digest}
            overwrite={overwrite}
            onOverwrite={(yes) => setOverwriting(yes ? address : '')}
          />
        )}
        {copy.error?.detail.reason !== 'tag-exists' && <ErrorNote problem={copy.error} />}
      </form>
    </Modal>
  );
}
