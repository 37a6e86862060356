import { Modal } from 'antd';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { useRegisteredActions } from '../actions/registry.ts';
import { keyLabel } from './key-label.ts';
import { matchActions } from './match-actions.ts';
import { useSearchGroups } from './use-search-groups.tsx';

const sections: readonly Action['section'][] = ['here', 'create', 'go', 'settings'];

function focus(input: HTMLInputElement | null): void {
  input?.focus();
}

/** Everything that can be done here, and what the server finds for what is typed. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const actions = useRegisteredActions();
  const found = useSearchGroups(typed.trim());
  const groups = useMemo(() => {
    const offered = matchActions(
      actions.filter((action) => action.id !== 'palette.open' && !action.refusal),
      typed,
    );
    return [
      ...sections.map((section) => ({
        name: t(`palette.section.${section}`),
        entries: offered.filter((action) => action.section === section),
      })),
      ...found,
    ].filter((group) => group.entries.length > 0);
  }, [actions, found, typed, t]);
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const perform = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    // After the dialog gave the focus back, so that what opens next may take it.
    setTimeout(action.perform, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) perform(chosen);
    if (step === 0 || entries.length === 0) return;
    event.preventDefault();
    const next = (Math.min(at, entries.length - 1) + step + entries.length) % entries.length;
    setAt(next);
    document.getElementById(`${id}-${entries[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Modal open footer={null} closable={false} onCancel={onClose} className="palette" title={t('palette.open')}>
      <input
        ref={focus}
        className="palette-input"
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        aria-label={t('palette.open')}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={t('palette.open')} className="palette-list">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox groups options by role (ARIA 1.2), a fieldset is no child of it.
          <div key={group.name} role="group" aria-label={group.name}>
            <p className="palette-section" aria-hidden>
              {group.name}
            </p>
            {group.entries.map((action) => (
              <Entry
                key={action.id}
                id={`${id}-${action.id}`}
                action={action}
                chosen={action === chosen}
                onPerform={() => perform(action)}
              />
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className="palette-none" role="status">
          {t('palette.none')}
        </p>
      )}
    </Modal>
  );
}

function Entry({
  id,
  action,
  chosen,
  onPerform,
}: {
  id: string;
  action: Action;
  chosen: boolean;
  onPerform: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's; an option never has the focus.
    <div id={id} role="option" aria-selected={chosen} tabIndex={-1} className="palette-entry" onClick={onPerform}>
      {action.icon}
      <span>{action.label}</span>
      {action.shortcut && <kbd>{keyLabel(action.shortcut)}</kbd>}
    </div>
  );
}
