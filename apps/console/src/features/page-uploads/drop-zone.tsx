import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fromDrop, fromInput } from './read-drop.ts';
import { addFiles } from './upload-store.ts';

const accepted = '.tar,.tgz,.gz,.zst,application/x-tar,application/gzip,application/zstd';

/** Where archives come in: dropped on it, or chosen by its buttons. */
export function DropZone({ small = false }: { small?: boolean }) {
  const { t } = useTranslation('page-uploads');
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void fromDrop(event.dataTransfer.items).then(addFiles);
  };
  const choose = (input: HTMLInputElement) => {
    addFiles(fromInput(input.files ?? []));
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    <section
      className="drop-zone"
      data-over={over}
      data-small={small}
      aria-label={t('drop.label')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {!small && <InboxOutlined aria-hidden className="drop-picture" />}
      <p className="drop-title">{small ? t('drop.more') : t('drop.title')}</p>
      {!small && <p className="quiet">{t('drop.kinds')}</p>}
      <p className="drop-buttons">
        <Button type={small ? 'default' : 'primary'} onClick={() => files.current?.click()}>
          {t('drop.files')}
        </Button>
        <Button onClick={() => folder.current?.click()}>{t('drop.folder')}</Button>
      </p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={accepted}
        data-input="files"
        onChange={(event) => choose(event.target)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        data-input="folder"
        onChange={(event) => choose(event.target)}
      />
    </section>
  );
}
