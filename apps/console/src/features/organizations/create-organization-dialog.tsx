import { App, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { unexplained, useCreateRefusal } from './create-refusal.ts';
import { complainAbout } from './name-problem.ts';
import { OrganizationNameField } from './organization-name-field.tsx';
import { type Visibility, VisibilityChoice } from './visibility-choice.tsx';

/** Asks for the name and checks it while it is typed; mount it to open it. */
export function CreateOrganizationDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (name: string) => void;
}) {
  const { t } = useTranslation('organizations');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const formId = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('private');
  // An empty field is not scolded before somebody tried to submit it.
  const [submitted, setSubmitted] = useState(false);
  const create = useApiMutation('createOrganization', { invalidates: ['listOrganizations', 'getOverview'] });
  const refusal = useCreateRefusal(create.error, create.variables?.body?.name, name);
  const complaint = complainAbout(name);

  const submit = () => {
    setSubmitted(true);
    if (complaint || create.isPending) return;
    create.mutate(
      { body: { name, visibility } },
      {
        onSuccess: () => {
          void message.success(t('create.created', { name }));
          onCreated(name);
        },
      },
    );
  };

  return (
    <Modal
      open
      title={t('create.action')}
      okText={t('create.submit')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: formId, loading: create.isPending }}
      onCancel={onClose}
      afterOpenChange={afterOpenChange}
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <OrganizationNameField
          inputRef={input}
          name={name}
          onName={setName}
          complaint={name === '' && !submitted ? undefined : complaint}
          refusal={refusal}
        />
        <VisibilityChoice value={visibility} onChange={setVisibility} />
        {!refusal && <ErrorNote problem={unexplained(create.error)} />}
      </form>
    </Modal>
  );
}
