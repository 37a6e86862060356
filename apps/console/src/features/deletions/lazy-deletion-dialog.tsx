import { lazyDialog } from '../../ui/lazy-part.tsx';

export const LazyDeletionDialog = lazyDialog(
  async () => (await import('./deletion-dialog.tsx')).DeletionDialog,
  'deletions',
);
