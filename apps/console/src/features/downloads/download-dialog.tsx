import { DownloadOutlined } from '@ant-design/icons';
import type { Tag } from '@wharf/api';
import { Button, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import type { RegistryPlace } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { type ArchiveFormat, downloadAddress, platformsOf, tagsWithout } from './download-address.ts';
import { loadCommands } from './load-commands.ts';
import { TagChoice } from './tag-choice.tsx';
import { useArchiveFacts } from './use-archive-facts.ts';
import './downloads.css';

const formats: readonly ArchiveFormat[] = ['docker', 'oci'];

/** Chooses what of an image goes into an archive, shows its size and how to load it; mount it to open it. */
export function DownloadDialog({
  organization,
  repository,
  tags: given,
  place,
  onClose,
}: {
  organization: string;
  repository: string;
  tags: readonly Tag[];
  place: RegistryPlace;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('downloads');
  const params = useMemo(() => ({ organization, repository }), [organization, repository]);
  const [tags, setTags] = useState<readonly Tag[]>(given);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [format, setFormat] = useState<ArchiveFormat>('docker');
  const offered = platformsOf(tags);
  const platforms = picked.filter((platform) => offered.includes(platform));
  const without = tagsWithout(tags, platforms);
  const address = downloadAddress({ ...params, tags: tags.map(({ name }) => name), platforms, format });
  const possible = tags.length > 0 && without.length === 0;
  const facts = useArchiveFacts(possible ? address : undefined);
  const name = `${organization}/${repository}`;
  const several = (platforms.length || offered.length) > 1;
  return (
    <Modal
      open
      width={680}
      title={t('title', { name })}
      onCancel={onClose}
      footer={
        <div className="download-foot">
          <span role="status">
            {facts.data ? t('size', { size: formatBytes(facts.data.size, i18n.language) }) : possible && t('asking')}
          </span>
          {facts.data ? (
            <Button
              type="primary"
              icon={<DownloadOutlined aria-hidden />}
              href={address}
              download={facts.data.fileName}
            >
              {t('download')}
            </Button>
          ) : (
            <Button type="primary" icon={<DownloadOutlined aria-hidden />} disabled>
              {t('download')}
            </Button>
          )}
        </div>
      }
    >
      <div className="download-choices">
        <TagChoice params={params} chosen={tags} onChange={setTags} />
        <div className="download-sides">
          {offered.length > 1 && (
            <fieldset>
              <legend>{t('platforms')}</legend>
              <label>
                <input type="checkbox" checked={platforms.length === 0} onChange={() => setPicked([])} />
                {t('all-platforms')}
              </label>
              {offered.map((platform) => (
                <label key={platform}>
                  <input
                    type="checkbox"
                    checked={platforms.includes(platform)}
                    onChange={(event) =>
                      setPicked(
                        event.target.checked ? [...platforms, platform] : platforms.filter((one) => one !== platform),
                      )
                    }
                  />
                  {platform}
                </label>
              ))}
            </fieldset>
          )}
          <fieldset>
            <legend>{t('format.label')}</legend>
            {formats.map((one) => (
              <label key={one}>
                <input
                  type="radio"
                  name="archive-format"
                  value={one}
                  checked={format === one}
                  onChange={() => setFormat(one)}
                />
                <span>
                  {t(`format.${one}`)}
                  <span className="quiet">{t(`format.about-${one}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </div>
        {without.length > 0 && (
          <p role="alert" className="error-note">
            {t('without', { tags: without.join(', '), platforms: platforms.join(', ') })}
          </p>
        )}
        <ErrorNote problem={possible ? facts.error : null} />
        {facts.data && tags[0] && (
          <>
            <CopyCommand
              label={t('load-with')}
              commands={loadCommands(facts.data.fileName, `${place.registryHost}/${name}:${tags[0].name}`, format)}
            />
            {several && format === 'docker' && <p className="quiet">{t('one-platform')}</p>}
            <p className="quiet">{t('resume')}</p>
          </>
        )}
      </div>
    </Modal>
  );
}
