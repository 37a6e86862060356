import type { Organization } from '@wharf/api';
import { useTranslation } from 'react-i18next';

export type Level = Organization['level'];

/** A permission level in the user's words. */
export function LevelName({ level }: { level: Level }) {
  const { t } = useTranslation('ui');
  return <span>{t(`level.${level ?? 'none'}`)}</span>;
}

/** Mirrors `atLeast` of the policies: manage holds all of edit, edit all of read. */
export function mayPush(level: Level): boolean {
  return level === 'edit' || level === 'manage';
}
