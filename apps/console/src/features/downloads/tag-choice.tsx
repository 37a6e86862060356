import type { Tag } from '@wharf/api';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** As the server allows. */
const tagLimit = 100;
const shown = 20;

/** Takes more tags of the image into the archive. */
export function TagChoice({
  params,
  chosen,
  onChange,
}: {
  params: { organization: string; repository: string };
  chosen: readonly Tag[];
  onChange: (tags: Tag[]) => void;
}) {
  const { t } = useTranslation('downloads');
  const [q, setQ] = useState('');
  const answer = useApiQuery('listTags', { params, query: { limit: shown, ...(q && { q }) } });
  const found = answer.data?.items ?? [];
  const isChosen = ({ name }: Tag) => chosen.some((tag) => tag.name === name);
  const toggle = (tag: Tag) =>
    onChange(isChosen(tag) ? chosen.filter(({ name }) => name !== tag.name) : [...chosen, tag]);
  // What is chosen stays in sight, whatever the filter.
  const listed = [...chosen, ...found.filter((tag) => !isChosen(tag))];
  return (
    <fieldset>
      <legend>{t('tags')}</legend>
      <Input
        type="search"
        aria-label={t('filter')}
        placeholder={t('filter')}
        allowClear
        value={q}
        onChange={(event) => setQ(event.target.value.trim())}
      />
      <ErrorNote problem={answer.error} />
      <div className="download-tags">
        {listed.map((tag) => (
          <label key={tag.name}>
            <input
              type="checkbox"
              checked={isChosen(tag)}
              disabled={(chosen.length === 1 && isChosen(tag)) || (chosen.length >= tagLimit && !isChosen(tag))}
              onChange={() => toggle(tag)}
            />
            {tag.name}
          </label>
        ))}
      </div>
      {(answer.data?.total ?? 0) > shown && <p className="quiet">{t('more-tags')}</p>}
    </fieldset>
  );
}
