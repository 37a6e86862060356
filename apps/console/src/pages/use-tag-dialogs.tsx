import type { DeletionSelection } from '@wharf/api';
import { Fragment, type ReactNode, useMemo, useState } from 'react';
import { LazyDeletionDialog } from '../features/deletions/lazy-deletion-dialog.tsx';
import { LazyRetagDialog } from '../features/retag/lazy-retag-dialog.tsx';
import { LazyTagHistoryDialog } from '../features/tag-history/lazy-tag-history-dialog.tsx';
import type { TagDialogs } from '../features/tags/tag-actions.tsx';
import { useUrlValue } from '../lib/url-state.ts';
import type { Level } from '../ui/level-name.tsx';

interface Deleting {
  selection: DeletionSelection;
  onDeleted?: (() => void) | undefined;
}

/**
 * The dialogs that change where tags of an image point, and the element that shows the open one.
 * @param received another account shares the image: its history is not shown
 * @param onDeleted when one tag was deleted and the dialog is closed
 */
export function useTagDialogs(
  image: { organization: string; repository: string },
  { level, received }: { level: Level; received: boolean },
  onDeleted?: () => void,
): { dialogs: TagDialogs; deleteTags: (deleting: Deleting) => void; element: ReactNode } {
  const [deleting, setDeleting] = useState<Deleting>();
  const [copying, setCopying] = useState<string>();
  const [history, setHistory] = useUrlValue('history', '');
  const dialogs = useMemo<TagDialogs>(
    () => ({
      onHistory: received ? undefined : setHistory,
      onCopy: setCopying,
      onDelete: (tag) => setDeleting({ selection: { tags: [tag] }, onDeleted }),
    }),
    [received, setHistory, onDeleted],
  );
  const element = (
    // With a key: a page that loads anew draws it elsewhere, and it stays open.
    <Fragment key="tag-dialogs">
      {deleting && (
        <LazyDeletionDialog
          {...image}
          selection={deleting.selection}
          onClose={(deleted) => {
            setDeleting(undefined);
            if (deleted) deleting.onDeleted?.();
          }}
        />
      )}
      {copying !== undefined && <LazyRetagDialog {...image} tag={copying} onClose={() => setCopying(undefined)} />}
      {history !== '' && <LazyTagHistoryDialog {...image} tag={history} level={level} onClose={() => setHistory('')} />}
    </Fragment>
  );
  return { dialogs, deleteTags: setDeleting, element };
}
