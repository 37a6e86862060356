import type { DeletionSelection, Tag } from '@wharf/api';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSelection } from '../../ui/plain-table.tsx';
import { chooses, countOf, nothingChosen, selectionOf, type TagChoice, withTags } from './tag-choice.ts';

export interface TagSelection {
  rows: RowSelection<Tag>;
  /** How many tags are chosen, on this page and others. */
  count: number;
  /** Whether all that the filter finds are chosen, less the ones taken out by hand. */
  byFilter: boolean;
  chooseAll: () => void;
  clear: () => void;
  /** What to hand to a deletion. */
  selection: DeletionSelection;
}

/** The rows chosen in a list of tags, over its pages; another filter starts anew. */
export function useTagSelection(q: string, page: { items: readonly Tag[]; total: number } | undefined): TagSelection {
  const { t } = useTranslation('tags');
  const [state, setState] = useState<{ q: string; choice: TagChoice }>({ q, choice: nothingChosen });
  const choice = state.q === q ? state.choice : nothingChosen;
  const last = useRef<string>(undefined);
  const items = page?.items ?? [];
  const setChoice = (next: TagChoice) => setState({ q, choice: next });
  const set = (names: readonly string[], chosen: boolean) => setChoice(withTags(choice, names, chosen));

  const toggle = ({ name }: Tag, range: boolean) => {
    const names = items.map((item) => item.name);
    const [from, to] = [names.indexOf(last.current ?? name), names.indexOf(name)].sort((a, b) => a - b);
    const between = range && from !== undefined && from >= 0 && to !== undefined ? names.slice(from, to + 1) : [name];
    set(between, !chooses(choice, name));
    last.current = name;
  };
  const toggleAll = () => {
    const names = items.map((item) => item.name);
    set(names, !names.every((name) => chooses(choice, name)));
  };
  return {
    rows: {
      isChosen: ({ name }) => chooses(choice, name),
      toggle,
      toggleAll,
      label: ({ name }) => t('choose', { tag: name }),
      allLabel: t('choose-page'),
    },
    count: countOf(choice, page?.total ?? 0),
    byFilter: choice.kind === 'filter',
    chooseAll: () => setChoice({ kind: 'filter', except: [] }),
    clear: () => setChoice(nothingChosen),
    selection: useMemo(() => selectionOf(choice, q), [choice, q]),
  };
}
