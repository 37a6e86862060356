import { CopyOutlined, DeleteOutlined, HistoryOutlined } from '@ant-design/icons';

import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import type { Level } from '../../ui/level-name.tsx';

/** What changes where a tag points; the page opens the dialogs. */
export interface TagDialogs {
  /** Left out for who may not see it: only a share lets him pull. */
  onHistory?: ((tag: string) => void) | undefined;
  onCopy: (tag: string) => void;
  onDelete: (tag: string) => void;
}

/** Makes the actions of one tag, for its row's menu and for its own page. */
export function useTagActions(organization: string, level: Level, dialogs: TagDialogs) {
  const { t } = useTranslation('tags');
  const { t: words } = useTranslation('ui');
  const { onHistory, onCopy, onDelete } = dialogs;
  return useCallback(
    (tag: string): Action[] => {
      const refusal = manageRefusal(t, words, level, organization);
      return [
        ...(onHistory
          ? [
              {
                id: 'tag.history',
                label: t('history'),
                section: 'here' as const,
                icon: <HistoryOutlined aria-hidden />,
                perform: () => onHistory(tag),
              },
            ]
          : []),
        {
          id: 'tag.copy',
          label: t('copy'),
          section: 'here',
          icon: <CopyOutlined aria-hidden />,
          perform: () => onCopy(tag),
        },
        {
          id: 'tag.delete',
          label: t('delete'),
          section: 'here',
          icon: <DeleteOutlined aria-hidden />,
          dangerous: true,
          ...(refusal !== undefined && { refusal }),
          perform: () => onDelete(tag),
        },
      ];
    },
    [t, words, level, organization, onHistory, onCopy, onDelete],
  );
}

export function manageRefusal(
  t: TFunction<'tags'>,
  words: TFunction<'ui'>,
  level: Level,
  organization: string,
): string | undefined {
  return level === 'manage' ? undefined : t('delete-refused', { organization, level: words(`level.${level}`) });
}
