import type { Tag } from '@wharf/api';
import { useState } from 'react';
import { LazyDownloadDialog } from '../features/downloads/lazy-download-dialog.tsx';
import { TagsPanel } from '../features/tags/tags-panel.tsx';
import type { ImageTabProps } from './image-tabs.tsx';
import { useTagDialogs } from './use-tag-dialogs.tsx';

/** The image's tags, and what is done with them. */
export function ImageTagsTab({ repository, place }: ImageTabProps) {
  const [downloading, setDownloading] = useState<Tag>();
  const { organization, path, level, receivedShare } = repository;
  const image = { organization, repository: path };
  const { dialogs, deleteTags, element } = useTagDialogs(image, { level, received: receivedShare !== null });
  return (
    <>
      <TagsPanel
        {...image}
        level={level}
        place={place}
        dialogs={dialogs}
        onDownload={setDownloading}
        onDeleteChosen={(selection, clear) => deleteTags({ selection, onDeleted: clear })}
      />
      {downloading && place && (
        <LazyDownloadDialog {...image} tags={[downloading]} place={place} onClose={() => setDownloading(undefined)} />
      )}
      {element}
    </>
  );
}
