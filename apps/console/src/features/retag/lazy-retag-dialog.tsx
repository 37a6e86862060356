import { lazyDialog } from '../../ui/lazy-part.tsx';

export const LazyRetagDialog = lazyDialog(async () => (await import('./retag-dialog.tsx')).RetagDialog, 'retag');
