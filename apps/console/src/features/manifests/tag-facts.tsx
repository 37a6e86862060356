import type { ManifestView, Tag } from '@wharf/api';
import { platformText } from '@wharf/oci';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatBytes } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { Count } from '../../ui/bytes.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { sourceLink } from './source-link.ts';

/** What a tag points at, and what became of it. */
export function TagFacts({
  tag,
  manifest,
  shown,
  params,
}: {
  tag: Tag;
  manifest: ManifestView;
  /** Of an index, the chosen child: its size is what a pull transfers, its labels tell the source. */
  shown: ManifestView;
  params: { organization: string; repository: string };
}) {
  const { t, i18n } = useTranslation('manifests');
  const source = sourceLink(manifest.annotations, shown.annotations, shown.config?.labels);
  const others = manifest.tags.filter((name) => name !== tag.name);
  const [platform] = shown.platforms;
  const bytes = formatBytes(shown.contentSize, i18n.language);
  const ofChild = shown !== manifest && platform !== undefined;
  const size = ofChild ? t('header.size-of', { size: bytes, platform: platformText(platform) }) : bytes;
  const storage = useApiQuery('getTagStorage', { params: { ...params, tag: tag.name } }).data;
  const room =
    storage &&
    t('header.room-text', {
      unique: formatBytes(storage.uniqueBytes, i18n.language),
      shared: formatBytes(storage.sharedBytes, i18n.language),
    });
  const facts: [string, ReactNode][] = [
    [
      t('header.digest'),
      <span key="digest" className="whole-digest">
        <code>{manifest.digest}</code>
        <CopyButton text={manifest.digest} name={t('header.digest')} />
      </span>,
    ],
    [t('header.media-type'), <code key="type">{manifest.mediaType}</code>],
    ...(manifest.artifactType
      ? [[t('header.artifact-type'), <code key="artifact">{manifest.artifactType}</code>] as [string, ReactNode]]
      : []),
    [t('header.size'), size],
    ...(room ? [[t('header.room'), room] as [string, ReactNode]] : []),
    [
      t('header.pushed'),
      <span key="pushed">
        <TimeAgo time={tag.pushedAt} /> {tag.pushedBy && t('header.pushed-by', { user: tag.pushedBy })}
      </span>,
    ],
    [t('header.pulls'), <Count key="pulls" value={tag.pulls} />],
    [t('header.pulled'), <TimeAgo key="pulled" time={tag.pulledAt} never={t('header.never-pulled')} />],
  ];
  if (others.length > 0) {
    facts.push([
      t('header.other-tags'),
      <span key="others" className="chips">
        {others.map((name) => (
          <Link key={name} className="chip" to={paths.tag(params.organization, params.repository, name)}>
            {name}
          </Link>
        ))}
      </span>,
    ]);
  }
  if (source) {
    facts.push([
      t('header.source'),
      <a key="source" href={source} target="_blank" rel="noreferrer">
        {source}
      </a>,
    ]);
  }
  return <FactList className="facts panel" facts={facts} />;
}
