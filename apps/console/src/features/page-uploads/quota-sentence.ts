import type { ForeseenRefusal } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';

/** What is used of a quota, and what would come, as a sentence. */
export function useQuotaSentence(): (refusal: ForeseenRefusal) => string {
  const { t, i18n } = useTranslation('page-uploads');
  return ({ kind, place, certain, ...amounts }) => {
    const shown = (value: number) => (kind === 'bytes' ? formatBytes : formatCount)(value, i18n.language);
    const [used, limit, wanted] = [shown(amounts.used), shown(amounts.limit), shown(amounts.wanted)];
    const word = kind === 'bytes' && !certain ? 'bytes-perhaps' : kind;
    return t(`quota.${word}`, { place, used, limit, wanted });
  };
}

const kinds = ['repositories', 'tags', 'bytes'] as const;

/** The registry's own refusal, from the facts that it gives; undefined where they are others. */
export function quotaOf({ rule, place, used, limit, wanted }: Readonly<Record<string, unknown>>) {
  const kind = kinds.find((one) => one === rule);
  if (!kind || typeof place !== 'string') return undefined;
  if (typeof used !== 'number' || typeof limit !== 'number' || typeof wanted !== 'number') return undefined;
  return { kind, place, used, limit, wanted, certain: true };
}
