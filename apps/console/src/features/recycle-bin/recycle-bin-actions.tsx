import { DeleteOutlined, FolderOpenOutlined, RollbackOutlined } from '@ant-design/icons';
import type { Deletion, Organization } from '@wharf/api';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import type { Level } from '../../ui/level-name.tsx';

export interface DeletionDialogs {
  onOpen: (id: string) => void;
  onRestoreRun: (deletion: Deletion) => void;
  onLetGo: (deletion: Deletion) => void;
}

/** A whole image brings its visibility back with it, so that needs more than its tags do. */
export function mayRestore(level: Level, kind: Deletion['kind']): boolean {
  return level === 'manage' || (level === 'edit' && kind !== 'repository');
}

/** Makes the actions of one deletion. */
export function useDeletionActions({ name, level }: Organization, dialogs: DeletionDialogs) {
  const { t } = useTranslation('recycle-bin');
  const { t: words } = useTranslation('ui');
  const { onOpen, onRestoreRun, onLetGo } = dialogs;
  return useCallback(
    (deletion: Deletion): Action[] => {
      const refused = (wanted: Level) => ({
        refusal: t('refused', { organization: name, wanted: words(`level.${wanted}`), level: words(`level.${level}`) }),
      });
      const restoring = mayRestore(level, deletion.kind)
        ? {}
        : refused(deletion.kind === 'repository' ? 'manage' : 'edit');
      const icon = <RollbackOutlined aria-hidden />;
      return [
        {
          id: 'deletion.open',
          label: t('open'),
          section: 'here',
          icon: <FolderOpenOutlined aria-hidden />,
          perform: () => onOpen(deletion.id),
        },
        ...(deletion.runId === null
          ? []
          : [
              {
                id: 'deletion.restore-run',
                label: t('restore-run'),
                section: 'here' as const,
                icon,
                ...restoring,
                perform: () => onRestoreRun(deletion),
              },
            ]),
        {
          id: 'deletion.let-go',
          label: t('let-go.action'),
          section: 'here',
          icon: <DeleteOutlined aria-hidden />,
          dangerous: true,
          ...(level !== 'manage' && refused('manage')),
          perform: () => onLetGo(deletion),
        },
      ];
    },
    [t, words, name, level, onOpen, onRestoreRun, onLetGo],
  );
}

export function useEmptyBin(organization: string, level: Level, setOpen: (open: true) => void): Action {
  const { t } = useTranslation('recycle-bin');
  const { t: words } = useTranslation('ui');
  return useMemo(
    () => ({
      id: 'recycle-bin.empty',
      label: t('empty-bin.action'),
      section: 'here',
      icon: <DeleteOutlined aria-hidden />,
      dangerous: true,
      ...(level !== 'manage' && {
        refusal: t('refused', { organization, wanted: words('level.manage'), level: words(`level.${level}`) }),
      }),
      perform: () => setOpen(true),
    }),
    [t, words, organization, level, setOpen],
  );
}
