import { Input, type InputRef } from 'antd';
import { type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import type { NameComplaint } from './name-problem.ts';
import './organizations.css';

/** The name of a new organization: the rule, what is wrong while typing, and how images in it will be called. */
export function OrganizationNameField({
  inputRef,
  name,
  onName,
  complaint,
  refusal,
}: {
  inputRef: Ref<InputRef>;
  name: string;
  onName: (name: string) => void;
  complaint: NameComplaint | undefined;
  /** The server's answer to exactly this name. */
  refusal: ReactNode;
}) {
  const { t } = useTranslation('organizations');
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const id = useId();
  const wrong = complaint ? t(`problem.${complaint.problem}`, { ...complaint, name }) : refusal;
  return (
    <div className="name-field">
      <label htmlFor={id}>{t('create.name')}</label>
      <Input
        ref={inputRef}
        id={id}
        value={name}
        onChange={(event) => onName(event.target.value)}
        {...(wrong ? { status: 'error' as const } : {})}
        aria-invalid={Boolean(wrong)}
        aria-describedby={`${id}-wrong ${id}-rule`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={`${id}-wrong`} className="field-wrong" role="alert">
        {wrong}
      </p>
      <p id={`${id}-rule`} className="field-rule">
        {t('create.rule')}
      </p>
      <p className="name-preview">
        <span>{t('create.preview')}</span>
        <code>
          {server.data?.registryHost ?? '…'}/<b>{complaint || name === '' ? '…' : name}</b>/{t('create.example-image')}:
          {t('create.example-tag')}
        </code>
      </p>
    </div>
  );
}
