import { type RefObject, useEffect } from 'react';

const overlay = '[role="dialog"], [role="menu"]';

/**
 * Gives the focus back to where it was when a dialog is taken out of the page. antd does so only for dialogs that it
 * hides; those that are unmounted would leave the focus on the body. When its old place is gone, `main` takes it.
 */
export function useFocusReturn(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: Element | null = null;
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest(overlay)) last = target;
    };
    // Dialogs are children of the body, so this sees them come and go, and nothing else.
    const observer = new MutationObserver((changes) => {
      const gone = changes.some(({ removedNodes }) => removedNodes.length > 0);
      if (!gone || document.activeElement !== document.body || document.querySelector('[role="dialog"]')) return;
      const place = last instanceof HTMLElement && last.isConnected ? last : main.current;
      place?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', onFocusIn);
    observer.observe(document.body, { childList: true });
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      observer.disconnect();
    };
  }, [main]);
}
