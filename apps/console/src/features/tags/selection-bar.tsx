import { DeleteOutlined } from '@ant-design/icons';

import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { formatCount, formatTotal } from '../../lib/format.ts';
import type { Level } from '../../ui/level-name.tsx';
import { manageRefusal } from './tag-actions.tsx';
import type { TagSelection } from './use-tag-selection.ts';

/** As many as one deletion may name (`deletionLimit` of the contract). */
const nameLimit = 400;

/** What is chosen, and what is done with it. */
export function SelectionBar({
  chosen,
  q,
  page,
  level,
  organization,
  onDelete,
}: {
  chosen: TagSelection;
  q: string;
  page: { items: readonly unknown[]; total: number; totalIsExact: boolean };
  level: Level;
  organization: string;
  onDelete: () => void;
}) {
  const { t, i18n } = useTranslation('tags');
  const { t: words } = useTranslation('ui');
  const { count, byFilter } = chosen;
  const total = formatTotal(page.total, page.totalIsExact, i18n.language);
  const tooMany = !byFilter && count > nameLimit;
  const refusal =
    manageRefusal(t, words, level, organization) ??
    (tooMany ? t('selection.too-many', { limit: formatCount(nameLimit, i18n.language) }) : undefined);
  const remove = useMemo<Action>(
    () => ({
      id: 'tags.delete',
      label: t('selection.delete'),
      section: 'here',
      icon: <DeleteOutlined aria-hidden />,
      dangerous: true,
      ...(refusal !== undefined && { refusal }),
      perform: onDelete,
    }),
    [t, refusal, onDelete],
  );
  useActions(useMemo(() => [remove], [remove]));
  const more = page.total > page.items.length || page.total > count || !page.totalIsExact;
  return (
    <section className="selection-bar" aria-label={t('selection.label')}>
      <span role="status">
        {byFilter && q
          ? t('selection.matching', { count, number: formatCount(count, i18n.language), filter: q })
          : t('selection.chosen', { count, number: formatCount(count, i18n.language) })}
      </span>
      {!byFilter && more && (
        <Button type="link" size="small" onClick={chosen.chooseAll}>
          {q ? t('selection.all-matching', { total, filter: q }) : t('selection.all', { total })}
        </Button>
      )}
      <Button type="link" size="small" onClick={chosen.clear}>
        {t('selection.clear')}
      </Button>
      <ActionButton action={remove} size="small" />
    </section>
  );
}
