import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from './action.ts';

const ActionDropdown = lazy(async () => ({ default: (await import('./action-dropdown.tsx')).ActionDropdown }));

/** A row's menu; `label` names the row. */
export function ActionMenu({ label, actions }: { label: string; actions: readonly Action[] }) {
  const { t } = useTranslation('ui');
  if (actions.length === 0) return null;
  return (
    <MenuButton label={t('actions-for', { name: label })} className="row-menu" actions={actions}>
      {/* A letter: an icon would be three more nodes in each row. */}⋮
    </MenuButton>
  );
}

interface MenuButtonProps {
  /** Where the content is no name by itself. */
  label?: string;
  className: string;
  actions: readonly Action[];
  children: ReactNode;
}

/** Only a native button until it is first opened: fifty dropdowns are what makes a list slow. */
export function MenuButton({ label, className, actions, children }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const trigger = (
    <button
      ref={button}
      type="button"
      className={className}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={open}
      onClick={() => setOpen(true)}
    >
      {children}
    </button>
  );
  if (!open) return trigger;
  const close = (then?: () => void) => {
    setOpen(false);
    requestAnimationFrame(() => {
      button.current?.focus();
      then?.();
    });
  };
  return (
    <Suspense fallback={trigger}>
      <ActionDropdown actions={actions} onClose={close}>
        {trigger}
      </ActionDropdown>
    </Suspense>
  );
}
