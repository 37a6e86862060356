import { lazyDialog } from '../../ui/lazy-part.tsx';

export const LazyTagHistoryDialog = lazyDialog(
  async () => (await import('./tag-history-dialog.tsx')).TagHistoryDialog,
  'tag-history',
);
