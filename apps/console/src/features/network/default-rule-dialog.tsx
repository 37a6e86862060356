import type { DefaultNetworkRule } from '@wharf/api';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { LockOutDialog, lockedOutAddress } from './lock-out-dialog.tsx';
import { rangeErrors } from './range-errors.ts';
import { readRangeLines, writeRangeLines } from './range-lines.ts';
import { ExplainedChoice, TermsFields } from './terms-fields.tsx';

interface Fields extends Omit<DefaultNetworkRule, 'allowList' | 'host'> {
  allowList: string;
  host: string;
}

/** Who comes in without a rule of his own. Mount it to open it. */
export function DefaultRuleDialog({ rule, onClose }: { rule: DefaultNetworkRule; onClose: () => void }) {
  const { t } = useTranslation('network');
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Fields>();
  const publicAccess = Form.useWatch('publicAccess', form) ?? rule.publicAccess;
  const [asked, setAsked] = useState<DefaultNetworkRule>();
  const update = useApiMutation('updateDefaultNetworkRule', { invalidates: ['getNetwork', 'listNetworkHosts'] });
  const { error, isPending } = update;
  const lockedOut = lockedOutAddress(error);

  function send(input: DefaultNetworkRule, confirm: boolean): void {
    setAsked(input);
    update.mutate(
      { body: { ...input, confirm } },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
        onError: (problem) => {
          const ranges = input.allowList.map(({ range }) => range);
          const errors = rangeErrors(problem, 'body.allowList', ranges, fieldTextOf);
          if (errors.length > 0) form.setFields([{ name: 'allowList', errors }]);
          const others = formErrors(problem).filter(({ name }) => !name.startsWith('allowList'));
          form.setFields(others.map(({ name, errors: texts }) => ({ name: name as keyof Fields, errors: texts })));
        },
      },
    );
  }
  const submit = (fields: Fields) => {
    const host = fields.host.trim();
    // Hidden fields keep what they held: turning public access off does not throw its list away.
    const allowList = readRangeLines(fields.allowList ?? writeRangeLines(rule.allowList));
    send({ ...fields, allowList, host: host === '' ? null : host }, false);
  };
  const initial = { ...rule, allowList: writeRangeLines(rule.allowList), host: rule.host ?? '' };
  return (
    <Modal
      open
      width={620}
      title={t('default.title')}
      okText={t('save')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
        <Form.Item name="publicAccess" label={t('default.public')}>
          <ExplainedChoice
            options={['everyone', 'listed', 'off'].map((value) => ({
              value,
              label: t(`public.${value}`),
              text: t(`public-text.${value}`),
            }))}
          />
        </Form.Item>
        {publicAccess === 'listed' && (
          <Form.Item name="allowList" label={t('default.allow-list')} extra={t('default.allow-list-text')}>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} className="network-ranges" spellCheck={false} />
          </Form.Item>
        )}
        <TermsFields />
        {!lockedOut && error?.fields.length === 0 && <ErrorNote problem={error} />}
      </Form>
      {lockedOut && asked && (
        <LockOutDialog
          address={lockedOut}
          pending={isPending}
          onConfirm={() => send(asked, true)}
          onCancel={() => update.reset()}
        />
      )}
    </Modal>
  );
}
