import type { RepositoryDetail } from '@wharf/api';
import { countCharacters, descriptionLimit } from '@wharf/api/categories';
import { Button, Input } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { Markdown } from './markdown.tsx';
import { useUnsaved } from './use-unsaved.ts';

/** The text beside what it will look like. */
export function DescriptionForm({ repository, onClose }: { repository: RepositoryDetail; onClose: () => void }) {
  const { t, i18n } = useTranslation('descriptions');
  const { t: words } = useTranslation('ui');
  const id = useId();
  const [text, setText] = useState(repository.description);
  const seen = useDeferredValue(text);
  const update = useApiMutation('updateRepository', { invalidates: ['getRepository'] });
  const count = countCharacters(text);
  const tooLong = count > descriptionLimit;
  useUnsaved(text !== repository.description);
  const { organization, path } = repository;
  const save = () => {
    if (tooLong || update.isPending) return;
    update.mutate(
      { params: { organization, repository: path }, body: { description: text } },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
      },
    );
  };
  return (
    <form
      className="description-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="description-halves">
        <div className="description-half">
          <label htmlFor={id}>{t('text')}</label>
          <Input.TextArea
            id={id}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              save();
            }}
            rows={18}
            {...(tooLong && { status: 'error' as const })}
            aria-invalid={tooLong}
            aria-describedby={`${id}-rule ${id}-count`}
          />
        </div>
        <section className="description-half" aria-labelledby={`${id}-preview`}>
          <h2 id={`${id}-preview`}>{t('preview')}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
          <div className="description-preview" tabIndex={0}>
            {seen.trim() ? <Markdown text={seen} /> : <p className="quiet">{t('nothing')}</p>}
          </div>
        </section>
      </div>
      <p id={`${id}-count`} className={tooLong ? 'field-wrong' : 'field-rule'} role="status">
        {tooLong
          ? t('too-long', { over: formatCount(count - descriptionLimit, i18n.language) })
          : t('count', {
              number: formatCount(count, i18n.language),
              limit: formatCount(descriptionLimit, i18n.language),
            })}
      </p>
      <p id={`${id}-rule`} className="field-rule">
        {t('rule')}
      </p>
      <ErrorNote problem={update.error} />
      <div className="description-buttons">
        <Button type="primary" htmlType="submit" loading={update.isPending} disabled={tooLong}>
          {t('save')}
        </Button>
        <Button onClick={onClose}>{words('cancel')}</Button>
      </div>
    </form>
  );
}
