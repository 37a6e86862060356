import type { InputRef } from 'antd';
import { useRef } from 'react';

/**
 * Where the focus goes when a dialog has opened. `autoFocus` is too early there: a dialog opened by a key then loses the
 * focus to its first button, because of its own focus trap.
 */
export function useOpeningFocus() {
  const input = useRef<InputRef>(null);
  return { input, afterOpenChange: (open: boolean) => open && input.current?.focus() };
}
