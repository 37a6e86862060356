import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Bytes } from '../../ui/bytes.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { DropZone } from './drop-zone.tsx';
import { ProblemLine } from './problem-line.tsx';
import { fromHandles } from './read-drop.ts';
import type { UploadState } from './upload-state.ts';
import { addFiles, continueSaved, dropSaved } from './upload-store.ts';

/** An upload that a reload cut off: its files are needed again, and it goes on where the server stands. */
export function Unfinished({ state }: { state: UploadState }) {
  const { t } = useTranslation('page-uploads');
  const { saved, archives, continuing } = state;
  if (!saved) return null;
  const goOn = async () => {
    continueSaved();
    const reopened = await fromHandles(saved.files.map(({ handle }) => handle)).catch(() => undefined);
    if (reopened) addFiles(reopened);
  };
  return (
    <section className="panel upload-unfinished" aria-labelledby="upload-unfinished">
      <h2 id="upload-unfinished">{t('unfinished.title', { organization: saved.order.organization })}</h2>
      <p>{continuing ? t('unfinished.choose') : t('unfinished.text')}</p>
      <ul className="upload-needed">
        {saved.files.map(({ id, name, size }) => {
          const archive = archives.find((one) => one.id === id);
          return (
            <li key={id}>
              <code>{name}</code> <Bytes value={size} />{' '}
              {archive && (
                <StatusChip
                  tone={archive.status === 'ready' ? 'good' : archive.status === 'refused' ? 'bad' : 'accent'}
                >
                  {t(`unfinished.${archive.status}`)}
                </StatusChip>
              )}
              {archive?.problem && <ProblemLine problem={archive.problem} />}
            </li>
          );
        })}
      </ul>
      {continuing ? (
        <DropZone small />
      ) : (
        <p className="upload-buttons">
          <Button type="primary" onClick={() => void goOn()}>
            {t('unfinished.go-on')}
          </Button>
          <Button onClick={dropSaved}>{t('unfinished.drop')}</Button>
        </p>
      )}
    </section>
  );
}
