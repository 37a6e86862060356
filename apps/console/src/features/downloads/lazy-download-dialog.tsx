import { type ComponentProps, lazy, Suspense } from 'react';
import { loadWords } from '../../lib/i18n.ts';

const Dialog = lazy(async () => {
  const [{ DownloadDialog }] = await Promise.all([import('./download-dialog.tsx'), loadWords(['downloads'])]);
  return { default: DownloadDialog };
});

/** The dialog with its words, fetched when it is first opened: no page has to carry them. */
export function LazyDownloadDialog(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense fallback={null}>
      <Dialog {...props} />
    </Suspense>
  );
}
