import type { Tag } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import type { RegistryPlace } from '../../ui/commands.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { PullDialog } from './pull-dialog.tsx';
import { tagSorts } from './tag-sorts.ts';
import { TagsTable } from './tags-table.tsx';

/** The tags of an image. */
export function TagsPanel({
  organization,
  repository,
  place,
}: {
  organization: string;
  repository: string;
  place: RegistryPlace | undefined;
}) {
  const { t } = useTranslation('tags');
  const list = useListState(tagSorts);
  const params = useMemo(() => ({ organization, repository }), [organization, repository]);
  const answer = useApiQuery('listTags', { params, query: list.query });
  const [pulling, setPulling] = useState<Tag>();
  return (
    <>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        <ChoiceBox
          label={t('sort.label')}
          value={list.sort}
          choices={tagSorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
          onChange={list.setSort}
        />
      </div>
      <TagsTable params={params} place={place} list={list} answer={answer} onPull={setPulling} />
      {pulling && place && (
        <PullDialog
          name={`${organization}/${repository}`}
          tag={pulling}
          place={place}
          onClose={() => setPulling(undefined)}
        />
      )}
    </>
  );
}
