import type { InputRef } from 'antd';
import { useRef } from 'react';

/**
 * What moves the focus when a dialog has opened, for its `afterOpenChange`. `autoFocus` is too early there: a dialog opened
 * by a key then loses the focus to its first button, because of its own focus trap. Who types into a field already, while
 * the dialog still unfolds, is left there.
 */
export function onceOpened(focus: () => void): (open: boolean) => void {
  return (open) => {
    const typing = document.activeElement?.matches('[role="dialog"] :is(input, textarea)');
    if (open && !typing) focus();
  };
}

/** The same for a dialog's one field that is typed into first. */
export function useOpeningFocus() {
  const input = useRef<InputRef>(null);
  return { input, afterOpenChange: onceOpened(() => input.current?.focus()) };
}
