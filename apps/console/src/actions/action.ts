import type { ReactNode } from 'react';

/** Something the user can do, declared once: a button, a menu item, an entry of the palette and a shortcut show it. */
export interface Action {
  /** Unique while it is registered: `organization.create`. */
  id: string;
  label: string;
  /** Where the palette groups it. */
  section: 'go' | 'create' | 'here' | 'settings';
  icon?: ReactNode;
  /** Keys in order, with a space between: `g o`, `?`, `mod+k` (Ctrl, on a Mac Cmd). */
  shortcut?: string;
  dangerous?: boolean;
  /** Why it cannot be done now; it is then shown, but does nothing. */
  refusal?: string;
  perform: () => void;
}
