import type { ManifestView } from '@wharf/api';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pullCommands, type RegistryPlace } from '../../ui/commands.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { artifactCommand } from './artifact-command.ts';
import { contentKind } from './content-kind.ts';

/** The commands that fetch the image, by its tag or by its digest. */
export function PullPanel({
  place,
  name,
  tag,
  manifest,
}: {
  place: RegistryPlace;
  name: string;
  tag: string;
  manifest: ManifestView;
}) {
  const { t } = useTranslation('manifests');
  const [by, setBy] = useState<'tag' | 'digest'>('tag');
  const reference = by === 'tag' ? `:${tag}` : `@${manifest.digest}`;
  const kind = contentKind(manifest);
  const line = artifactCommand(kind, place, name, { tag, reference });
  return (
    <section className="panel pull-panel" aria-label={t('tabs.pull')}>
      <div className="panel-head">
        <h2>{t('tabs.pull')}</h2>
        {kind !== 'helm' && (
          <Segmented
            size="small"
            value={by}
            onChange={setBy}
            options={[
              { value: 'tag', label: t('pull.by-tag') },
              { value: 'digest', label: t('pull.by-digest') },
            ]}
          />
        )}
      </div>
      {line === undefined ? (
        <>
          <CopyCommand commands={pullCommands(place, name, reference)} label={t('tabs.pull')} />
          <p className="quiet">{by === 'tag' ? t('pull.by-tag-text') : t('pull.by-digest-text')}</p>
        </>
      ) : (
        <>
          <div className="command-line">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
            <pre tabIndex={0}>
              <code>{line}</code>
            </pre>
            <CopyButton text={line} name={t('pull.command')} labelled />
          </div>
          {kind !== 'helm' && <p className="quiet">{t('pull.artifact')}</p>}
        </>
      )}
    </section>
  );
}
