import { lazyDialog } from '../../ui/lazy-part.tsx';

export const LazyReceivedNote = lazyDialog(async () => (await import('./received-note.tsx')).ReceivedNote, 'shares');
