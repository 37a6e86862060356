import { type RefObject, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { useActions } from '../actions/registry.ts';

/**
 * `j` and `k` go from row to row of the table inside `frame`: to the link that names the row, else to its menu. `x` chooses the
 * row of the focus, where rows can be chosen.
 */
export function useRowKeys(frame: RefObject<HTMLElement | null>, choosable: boolean): void {
  const { t } = useTranslation('ui');
  useActions(
    useMemo(() => {
      const action = (id: string, label: string, shortcut: string, step: 1 | -1): Action => ({
        id,
        label,
        section: 'here',
        shortcut,
        perform: () => moveFocus(frame.current, step),
      });
      const choose: Action = {
        id: 'list.choose-row',
        label: t('choose-row'),
        section: 'here',
        shortcut: 'x',
        perform: () => chooseRow(frame.current),
      };
      return [
        action('list.next-row', t('next-row'), 'j', 1),
        action('list.previous-row', t('previous-row'), 'k', -1),
        ...(choosable ? [choose] : []),
      ];
    }, [t, frame, choosable]),
  );
}

function moveFocus(frame: HTMLElement | null, step: 1 | -1): void {
  const rows = [...(frame?.querySelectorAll('tbody tr') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  next?.querySelector<HTMLElement>('th a, a, button')?.focus();
}

function chooseRow(frame: HTMLElement | null): void {
  [...(frame?.querySelectorAll('tbody tr') ?? [])]
    .find((row) => row.contains(document.activeElement))
    ?.querySelector<HTMLElement>(':scope > .choice-cell > input')
    ?.click();
}
