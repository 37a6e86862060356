import { DiffOutlined, FileZipOutlined } from '@ant-design/icons';
import type { ManifestView } from '@wharf/api';
import { imageAddressText } from '@wharf/api/image-address';
import { platformText } from '@wharf/oci';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Action } from '../actions/action.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { ActionMenu } from '../actions/action-menu.tsx';
import { useActions } from '../actions/registry.ts';
import { LazyDownloadDialog } from '../features/downloads/lazy-download-dialog.tsx';
import { chosenChild } from '../features/manifests/child-choice.ts';
import { IndexPanel } from '../features/manifests/index-panel.tsx';
import { KindChip } from '../features/manifests/kind-chip.tsx';
import { ManifestTabs } from '../features/manifests/manifest-tabs.tsx';
import { PullPanel } from '../features/manifests/pull-panel.tsx';
import { TagFacts } from '../features/manifests/tag-facts.tsx';
import '../features/manifests/tag-head.css';
import { useTagActions } from '../features/tags/tag-actions.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { useUrlValue } from '../lib/url-state.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { useTagDialogs } from './use-tag-dialogs.tsx';

const FilesView = lazyPart(async () => (await import('../features/files/files-view.tsx')).FilesView, 'files');
const RelationsView = lazyPart(
  async () => (await import('../features/relations/relations-view.tsx')).RelationsView,
  'relations',
);

export function TagPage({ organization, repository, tag }: { organization: string; repository: string; tag: string }) {
  const { t } = useTranslation('repositories');
  const params = useMemo(() => ({ organization, repository }), [organization, repository]);
  const tagged = useApiQuery('getTag', { params: { ...params, tag } });
  const digest = tagged.data?.digest ?? '';
  const top = useApiQuery('getManifest', { params: { ...params, digest } }, { enabled: digest !== '' });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const [platform, setPlatform] = useUrlValue('platform', '');
  const child = top.data?.kind === 'index' ? chosenChild(top.data.children, platform || undefined) : undefined;
  const childView = useApiQuery(
    'getManifest',
    { params: { ...params, digest: child?.digest ?? '' } },
    { enabled: child !== undefined },
  );

  const { t: tagWords } = useTranslation('tags');
  const [downloading, setDownloading] = useState(false);
  const download = useMemo<Action>(
    () => ({
      id: 'tag.download',
      label: tagWords('download'),
      section: 'here',
      icon: <FileZipOutlined aria-hidden />,
      perform: () => setDownloading(true),
    }),
    [tagWords],
  );
  const navigate = useNavigate();
  const chosenPlatform = child?.platform ? platformText(child.platform) : undefined;
  const compare = useMemo<Action>(
    () => ({
      id: 'tag.compare',
      label: tagWords('compare'),
      section: 'here',
      icon: <DiffOutlined aria-hidden />,
      perform: () => navigate(paths.compare(imageAddressText({ ...params, tag, platform: chosenPlatform }))),
    }),
    [tagWords, navigate, params, tag, chosenPlatform],
  );
  const image = useApiQuery('getRepository', { params }).data;
  const level = image?.level ?? 'read';
  const received = image?.receivedShare ?? null;
  const leave = useCallback(
    () => void navigate(paths.image(organization, repository)),
    [navigate, organization, repository],
  );
  const { dialogs, element: openDialog } = useTagDialogs(params, { level, received: received !== null }, leave);
  const actionsOf = useTagActions(organization, level, dialogs);
  const changing = useMemo(() => actionsOf(tag), [actionsOf, tag]);
  useActions(useMemo(() => [download, compare, ...changing], [download, compare, changing]));
  const name = `${organization}/${repository}`;
  const header = {
    title: `${repository}:${tag}`,
    crumbs: [
      { label: t('title'), to: paths.images },
      received
        ? { label: t('lists.shared'), to: paths.sharedImages }
        : { label: organization, to: paths.organization(organization) },
      { label: repository, to: paths.image(organization, repository) },
    ],
  };
  const error = tagged.error ?? top.error ?? server.error;
  if (!tagged.data || !top.data || !server.data) {
    return (
      <>
        <PageHeader
          {...header}
          // Also of a tag that is gone: it may come back from there.
          {...(error && { actions: changing[0] && !received && <ActionButton action={changing[0]} /> })}
        />
        {openDialog}
        {error ? (
          <ErrorState
            problem={error}
            onRetry={() => {
              void tagged.refetch();
              if (digest) void top.refetch();
            }}
          />
        ) : (
          <LoadingState lines={10} />
        )}
      </>
    );
  }

  const view = top.data;
  const tabsOf = (manifest: ManifestView, index?: ManifestView) => [
    ...(manifest.config && manifest.artifactType === null
      ? [
          {
            key: 'files',
            label: t('manifests:tabs.files'),
            children: <FilesView {...params} manifest={manifest} />,
          },
        ]
      : []),
    {
      key: 'related',
      label: t('manifests:tabs.related'),
      children: <RelationsView {...params} manifest={manifest} index={index} />,
    },
  ];
  return (
    <>
      <PageHeader
        {...header}
        marks={
          <>
            <CopyButton text={`${server.data.registryHost}/${name}:${tag}`} name={t('header.full-name')} />
            <KindChip manifest={view} />
          </>
        }
        actions={
          <>
            <ActionButton action={compare} />
            <ActionButton action={download} />
            <ActionMenu label={`${name}:${tag}`} actions={changing} />
          </>
        }
      />
      <div className="tag-head">
        <TagFacts tag={tagged.data} manifest={view} shown={childView.data ?? view} params={params} />
        <PullPanel place={server.data} name={name} tag={tag} manifest={view} />
      </div>
      {view.kind === 'image' ? (
        <ManifestTabs manifest={view} more={tabsOf(view)} />
      ) : (
        <IndexPanel index={view} child={child} onChild={setPlatform}>
          {childView.error && <ErrorState problem={childView.error} onRetry={() => void childView.refetch()} />}
          {child && !childView.data && !childView.error && <LoadingState lines={8} />}
          {childView.data && (
            <ManifestTabs manifest={childView.data} index={view} more={tabsOf(childView.data, view)} />
          )}
        </IndexPanel>
      )}
      {downloading && (
        <LazyDownloadDialog
          {...params}
          tags={[tagged.data]}
          place={server.data}
          onClose={() => setDownloading(false)}
        />
      )}
      {openDialog}
    </>
  );
}
