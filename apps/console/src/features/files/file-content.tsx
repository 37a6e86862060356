import { DownloadOutlined } from '@ant-design/icons';
import { filePath } from '@wharf/api/routes';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import type { ImageParams } from './file-browser.tsx';
import { modeText } from './mode-text.ts';

/** One file: what it is, its beginning where it is text, and the whole of it to download. */
export function FileContent({ params, path, layer }: { params: ImageParams; path: string; layer: { layer?: number } }) {
  const { t } = useTranslation('files');
  const answer = useApiQuery(
    'getFileText',
    { params, query: { path, ...layer } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  if (answer.error) return <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <LoadingState lines={8} />;
  const { file, text, truncated } = answer.data;
  return (
    <div className="file-content">
      <div className="file-content-head">
        <FactLine
          facts={[
            [t('column.size'), <Bytes key="size" value={file.size} />],
            [t('column.mode'), <code key="mode">{modeText(file.type, file.mode)}</code>],
            [t('column.owner'), `${file.uid}:${file.gid}`],
            ...(file.layer === null ? [] : [[t('column.layer'), String(file.layer + 1)] as const]),
          ]}
        />
        <span className="file-content-actions">
          {text !== null && !truncated && <CopyButton text={text} name={t('text')} labelled />}
          <Button
            icon={<DownloadOutlined aria-hidden />}
            href={downloadAddress(params, path, layer)}
            download={file.name}
          >
            {t('download')}
          </Button>
        </span>
      </div>
      {file.mark === 'deleted' && <p className="files-note">{t('deleted-here')}</p>}
      {truncated && text !== null && <p className="quiet">{t('truncated')}</p>}
      {text === null ? (
        <p className="quiet">{t('binary')}</p>
      ) : text === '' ? (
        <p className="quiet">{t('empty-file')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        <pre tabIndex={0} className="file-text">
          <code>{text}</code>
        </pre>
      )}
    </div>
  );
}

function downloadAddress(params: ImageParams, path: string, { layer }: { layer?: number }): string {
  const place = filePath.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name as keyof ImageParams]));
  const query = new URLSearchParams({ path, ...(layer !== undefined && { layer: String(layer) }) });
  return `/api${place}?${query}`;
}
