import type { NetworkRule, NetworkRuleInput } from '@wharf/api';
import { Form, Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { onceOpened } from '../../ui/opening-focus.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { LockOutDialog, lockedOutAddress } from './lock-out-dialog.tsx';
import { rangeErrors } from './range-errors.ts';
import { readRangeLines } from './range-lines.ts';
import { TermsFields } from './terms-fields.tsx';

interface Fields extends Omit<NetworkRuleInput, 'ranges' | 'host'> {
  ranges: string;
  host: string;
}

const blank: Fields = {
  ...{ name: '', description: '', ranges: '', host: '', enabled: true },
  ...{ actions: 'push-pull', blobReads: 'redirect' },
};

/** Makes a rule, or changes `rule`. Mount it to open it. */
export function RuleDialog({ rule, onClose }: { rule?: NetworkRule; onClose: () => void }) {
  const { t } = useTranslation('network');
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Fields>();
  const [asked, setAsked] = useState<NetworkRuleInput>();
  const invalidates = ['getNetwork', 'listNetworkHosts'] as const;
  const create = useApiMutation('createNetworkRule', { invalidates: [...invalidates] });
  const update = useApiMutation('updateNetworkRule', { invalidates: [...invalidates] });
  const { error, isPending } = rule ? update : create;
  const lockedOut = lockedOutAddress(error);

  function send(input: NetworkRuleInput, confirm: boolean): void {
    setAsked(input);
    const then = {
      onSuccess: () => {
        announce(t('saved'));
        onClose();
      },
      onError: (problem: ApiProblem) => {
        const ranges = rangeErrors(problem, 'body.ranges', input.ranges, fieldTextOf);
        if (ranges.length > 0) form.setFields([{ name: 'ranges', errors: ranges }]);
        const others = formErrors(problem).filter(({ name }) => !name.startsWith('ranges'));
        form.setFields(others.map(({ name, errors }) => ({ name: name as keyof Fields, errors })));
      },
    };
    if (rule) update.mutate({ params: { rule: rule.id }, body: { ...input, confirm } }, then);
    else create.mutate({ body: input }, then);
  }
  const submit = (fields: Fields) => {
    const ranges = readRangeLines(fields.ranges).map(({ range }) => range);
    const host = fields.host.trim();
    send({ ...fields, ranges, host: host === '' ? null : host }, false);
  };
  const initial = rule ? { ...rule, ranges: rule.ranges.join('\n'), host: rule.host ?? '' } : blank;
  const title = rule ? t('rule.edit-title', { name: rule.name }) : t('rule.create');
  return (
    <Modal
      open
      width={620}
      title={title}
      okText={rule ? t('save') : t('rule.create')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={onceOpened(() => form.focusField('name'))}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
        <Form.Item name="name" label={t('field.name')} rules={[{ required: true, message: fieldTextOf('empty') }]}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item
          name="ranges"
          label={t('field.ranges')}
          extra={t('field.ranges-text')}
          rules={[{ required: true, message: fieldTextOf('ranges-empty') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} className="network-ranges" spellCheck={false} />
        </Form.Item>
        <Form.Item name="description" label={t('field.description')}>
          <Input autoComplete="off" maxLength={1000} />
        </Form.Item>
        <TermsFields />
        <Form.Item name="enabled" label={t('field.enabled')} extra={t('field.enabled-text')} valuePropName="checked">
          <Switch />
        </Form.Item>
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
