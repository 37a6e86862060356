import type { DeletionSelection, Tag } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import type { RegistryPlace } from '../../ui/commands.ts';
import type { Level } from '../../ui/level-name.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { PullDialog } from './pull-dialog.tsx';
import { SelectionBar } from './selection-bar.tsx';
import type { TagDialogs } from './tag-actions.tsx';
import { tagSorts } from './tag-sorts.ts';
import { TagsTable } from './tags-table.tsx';
import { useTagSelection } from './use-tag-selection.ts';

/** The tags of an image. */
export function TagsPanel({
  organization,
  repository,
  level,
  place,
  dialogs,
  onDownload,
  onDeleteChosen,
}: {
  organization: string;
  repository: string;
  level: Level;
  place: RegistryPlace | undefined;
  dialogs: TagDialogs;
  onDownload: (tag: Tag) => void;
  /** `clear` unmarks the rows. */
  onDeleteChosen: (selection: DeletionSelection, clear: () => void) => void;
}) {
  const { t } = useTranslation('tags');
  const list = useListState(tagSorts);
  const params = useMemo(() => ({ organization, repository }), [organization, repository]);
  const answer = useApiQuery('listTags', { params, query: list.query });
  const chosen = useTagSelection(list.q, answer.data);
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
      {chosen.count > 0 && answer.data && (
        <SelectionBar
          chosen={chosen}
          q={list.q}
          page={answer.data}
          level={level}
          organization={organization}
          onDelete={() => onDeleteChosen(chosen.selection, chosen.clear)}
        />
      )}
      <TagsTable
        params={params}
        level={level}
        place={place}
        selection={chosen.rows}
        dialogs={dialogs}
        list={list}
        answer={answer}
        onPull={setPulling}
        onDownload={onDownload}
      />
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
