import type { ManifestView } from '@wharf/api';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { ErrorNote, ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { FileBrowser } from './file-browser.tsx';
import { IndexProgress } from './index-progress.tsx';
import { LayerFilesTable } from './layer-files-table.tsx';
import { WastedFiles } from './wasted-files.tsx';
import './files.css';

const askAgainMilliseconds = 1_000;

/** The files of an image: asks for their index where there is none, and shows how far that is. */
export function FilesView({
  organization,
  repository,
  manifest,
}: {
  organization: string;
  repository: string;
  manifest: ManifestView;
}) {
  const { t } = useTranslation('files');
  const { digest } = manifest;
  const params = useMemo(() => ({ organization, repository, digest }), [organization, repository, digest]);
  const [pending, setPending] = useState(false);
  const index = useApiQuery('getFileIndex', { params }, pending ? { refetchInterval: askAgainMilliseconds } : {});
  const ask = useApiMutation('createFileIndex', { invalidates: ['getFileIndex'] });
  const asked = useRef('');
  const { data } = index;
  const absent = data?.layers.some(({ state }) => state === 'absent') ?? false;
  if (data && (data.state === 'pending') !== pending) setPending(data.state === 'pending');

  const { mutate } = ask;
  useEffect(() => {
    // Once for each image that is looked at: who has asked in vain may ask again by the button.
    if (!absent || asked.current === digest) return;
    asked.current = digest;
    mutate({ params });
  }, [absent, digest, mutate, params]);

  if (index.error && !data) return <ErrorState problem={index.error} onRetry={() => void index.refetch()} />;
  if (!data) return <LoadingState lines={8} />;
  if (data.state === 'pending') {
    return (
      <>
        <ErrorNote problem={ask.error} />
        <IndexProgress layers={data.layers} />
      </>
    );
  }
  const failed = data.layers.some(({ state }) => state === 'failed');
  const skipped = data.layers.filter(({ state }) => state !== 'ready');
  const again = failed ? () => ask.mutate({ params }) : undefined;
  if (data.state === 'too-large') {
    return (
      <section className="files">
        <p>{t('too-large')}</p>
        <LayerFilesTable layers={data.layers} manifest={manifest} />
      </section>
    );
  }
  const known = data.layers.some(({ state }) => state === 'ready');
  return (
    <section className="files">
      <ErrorNote problem={ask.error} />
      {skipped.length > 0 && (
        <p className="files-note">
          {known ? t('incomplete', { count: skipped.length }) : t('nothing-known')}
          {again && (
            <button type="button" className="text-button" disabled={ask.isPending} onClick={again}>
              {t('try-again')}
            </button>
          )}
        </p>
      )}
      {data.total && known && <WastedFiles total={data.total} />}
      {known && <FileBrowser params={params} layers={data.layers} />}
      <LayerFilesTable layers={data.layers} manifest={manifest} />
    </section>
  );
}
