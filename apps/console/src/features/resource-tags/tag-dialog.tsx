import type { ResourceTagView } from '@wharf/api';
import { normalizeResourceTagText, resourceTagKeyProblem, resourceTagValueProblem } from '@wharf/oci';
import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import type { TaggedResource } from './resource-tags-panel.tsx';

const tidy = (text: string) => normalizeResourceTagText(text).trim();

/** Adds a tag, or changes `tag`; offers what is used elsewhere already. Mount it to open it. */
export function TagDialog({
  resource,
  tags,
  tag,
  onClose,
}: {
  resource: TaggedResource;
  tags: ResourceTagView[];
  tag?: ResourceTagView;
  onClose: () => void;
}) {
  const { t } = useTranslation('resource-tags');
  const { t: words } = useTranslation('ui');
  const id = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [keyText, setKey] = useState(tag?.key ?? '');
  const [valueText, setValue] = useState(tag?.value ?? '');
  const [submitted, setSubmitted] = useState(false);
  const known = useApiQuery('listResourceTagKeys', { query: { on: resource.on } }).data?.items ?? [];
  const [key, value] = [tidy(keyText), tidy(valueText)];
  const keyProblem = resourceTagKeyProblem(key);
  const valueProblem = resourceTagValueProblem(value);
  const replaced = key !== tag?.key ? tags.find((one) => one.key === key) : undefined;

  const submit = () => {
    setSubmitted(true);
    if (keyProblem || valueProblem || resource.changing) return;
    const renamed = tag && tag.key !== key ? { remove: [tag.key] } : {};
    resource.change({ ...renamed, put: [{ key, value }] }, () => {
      announce(t('saved', { key }));
      onClose();
    });
  };

  return (
    <Modal
      open
      title={tag ? t('edit-title', { key: tag.key }) : t('add')}
      okText={t('save')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: resource.changing }}
      onCancel={onClose}
      afterOpenChange={afterOpenChange}
    >
      <form
        id={id}
        className="tag-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label htmlFor={`${id}-key`}>{t('key')}</label>
        <Input
          ref={input}
          id={`${id}-key`}
          list={`${id}-keys`}
          value={keyText}
          onChange={(event) => setKey(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-key-wrong ${id}-key-rule`}
          aria-invalid={submitted && keyProblem !== undefined}
        />
        <datalist id={`${id}-keys`}>
          {known.map((one) => (
            <option key={one.key} value={one.key} />
          ))}
        </datalist>
        <p id={`${id}-key-wrong`} className="field-wrong" role="alert">
          {keyProblem && (submitted || key !== '') && t(`problem.key.${keyProblem}`)}
        </p>
        <p id={`${id}-key-rule`} className="field-rule">
          {replaced ? t('replaces', { value: replaced.value || t('no-value') }) : t('key-rule')}
        </p>
        <label htmlFor={`${id}-value`}>{t('value')}</label>
        <Input
          id={`${id}-value`}
          list={`${id}-values`}
          value={valueText}
          onChange={(event) => setValue(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-value-wrong ${id}-value-rule`}
          aria-invalid={valueProblem !== undefined}
        />
        <datalist id={`${id}-values`}>
          {known
            .find((one) => one.key === key)
            ?.values.map((one) => (
              <option key={one} value={one} />
            ))}
        </datalist>
        <p id={`${id}-value-wrong`} className="field-wrong" role="alert">
          {valueProblem && t(`problem.value.${valueProblem}`)}
        </p>
        <p id={`${id}-value-rule`} className="field-rule">
          {t('value-rule')}
        </p>
        <ErrorNote problem={resource.changeError} />
      </form>
    </Modal>
  );
}
