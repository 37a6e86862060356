import { App, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { unexplained, useCreateRefusal } from './create-refusal.ts';
import { complainAbout } from './name-problem.ts';
import { OrganizationNameField } from './organization-name-field.tsx';

/** Asks for the name and checks it while it is typed. */
export function CreateOrganizationDialog({
  open,
  onClose,
  onCreated,
}: {
  open: boolean;
  onClose: () => void;
  onCreated: (name: string) => void;
}) {
  const { t } = useTranslation('organizations');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const formId = useId();
  const [name, setName] = useState('');
  // An empty field is not scolded before somebody tried to submit it.
  const [submitted, setSubmitted] = useState(false);
  const create = useApiMutation('createOrganization', { invalidates: ['listOrganizations', 'getOverview'] });
  const refusal = useCreateRefusal(create.error, create.variables?.body?.name, name);
  const complaint = complainAbout(name);

  const submit = () => {
    setSubmitted(true);
    if (complaint || create.isPending) return;
    create.mutate(
      { body: { name } },
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
      open={open}
      title={t('create.action')}
      okText={t('create.submit')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: formId, loading: create.isPending }}
      onCancel={onClose}
      destroyOnHidden
      afterClose={() => {
        setName('');
        setSubmitted(false);
        create.reset();
      }}
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
          name={name}
          onName={setName}
          complaint={name === '' && !submitted ? undefined : complaint}
          refusal={refusal}
        />
        {!refusal && <ErrorNote problem={unexplained(create.error)} />}
      </form>
    </Modal>
  );
}
