import './network.css';
import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/problem-text.ts';

/** A choice whose options say what they mean. */
export function ExplainedChoice(props: {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  options: readonly { value: string; label: string; text: string }[];
}) {
  return (
    <Radio.Group
      {...(props.id && { id: props.id })}
      className="network-choice"
      value={props.value}
      onChange={(event) => props.onChange?.(event.target.value)}
      options={props.options.map(({ value, label, text }) => ({
        value,
        label: (
          <>
            <strong>{label}</strong>
            <span>{text}</span>
          </>
        ),
      }))}
    />
  );
}

/** What every rule says of its clients: their address for Wharf, what they may do, and how they get blobs. */
export function TermsFields() {
  const { t } = useTranslation('network');
  const { fieldTextOf } = useProblemText();
  const options = (field: 'actions' | 'blob-reads', values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${field}.${value}`), text: t(`${field}-text.${value}`) }));
  return (
    <>
      <Form.Item name="host" label={t('field.host')} extra={t('field.host-text')}>
        <Input autoComplete="off" spellCheck={false} placeholder="registry.example.com:5000" maxLength={255} />
      </Form.Item>
      <Form.Item name="actions" label={t('field.actions')} rules={[{ required: true, message: fieldTextOf('empty') }]}>
        <ExplainedChoice options={options('actions', ['push-pull', 'push'])} />
      </Form.Item>
      <Form.Item name="blobReads" label={t('field.blob-reads')}>
        <ExplainedChoice options={options('blob-reads', ['redirect', 'through'])} />
      </Form.Item>
    </>
  );
}
