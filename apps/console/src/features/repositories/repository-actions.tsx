import { DeleteOutlined, GlobalOutlined, LockOutlined, TagsOutlined } from '@ant-design/icons';
import type { Repository } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { mayPush } from '../../ui/level-name.tsx';

/** Public to private or back; undefined until the repository is known. */
export function useChangeVisibility(
  repository: Repository | undefined,
  setOpen: (open: true) => void,
): Action | undefined {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  return useMemo(() => {
    if (!repository) return undefined;
    const { visibility, level, organization } = repository;
    const isPublic = visibility === 'public';
    return {
      id: 'image.visibility',
      label: isPublic ? t('change.to-private') : t('change.to-public'),
      section: 'here',
      icon: isPublic ? <LockOutlined aria-hidden /> : <GlobalOutlined aria-hidden />,
      ...(level !== 'manage' && {
        refusal: t('change.not-allowed', { organization, level: words(`level.${level}`) }),
      }),
      perform: () => setOpen(true),
    };
  }, [repository, setOpen, t, words]);
}

/** Undefined until the repository is known. */
export function useSetCategory(repository: Repository | undefined, setOpen: (open: true) => void): Action | undefined {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  return useMemo(() => {
    if (!repository) return undefined;
    const { level, organization } = repository;
    return {
      id: 'image.category',
      label: t('set-category.action'),
      section: 'here',
      icon: <TagsOutlined aria-hidden />,
      ...(!mayPush(level) && {
        refusal: t('set-category.not-allowed', { organization, level: words(`level.${level}`) }),
      }),
      perform: () => setOpen(true),
    };
  }, [repository, setOpen, t, words]);
}

/** Undefined until the repository is known. */
export function useDeleteImage(repository: Repository | undefined, setOpen: (open: true) => void): Action | undefined {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  return useMemo(() => {
    if (!repository) return undefined;
    const { level, organization } = repository;
    return {
      id: 'image.delete',
      label: t('delete.action'),
      section: 'here',
      icon: <DeleteOutlined aria-hidden />,
      dangerous: true,
      ...(level !== 'manage' && {
        refusal: t('delete.not-allowed', { organization, level: words(`level.${level}`) }),
      }),
      perform: () => setOpen(true),
    };
  }, [repository, setOpen, t, words]);
}
