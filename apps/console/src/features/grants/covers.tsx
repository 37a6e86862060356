import { useTranslation } from 'react-i18next';

/** What a grant covers, in words: all of the organization, one image, or all whose name begins so. */
export function Covers({ pattern }: { pattern: string }) {
  const { t } = useTranslation('grants');
  return pattern === '' ? t('covers.whole') : <code>{pattern}</code>;
}
