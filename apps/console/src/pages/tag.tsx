import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenChild } from '../features/manifests/child-choice.ts';
import { IndexPanel } from '../features/manifests/index-panel.tsx';
import { KindChip } from '../features/manifests/kind-chip.tsx';
import { ManifestTabs } from '../features/manifests/manifest-tabs.tsx';
import { PullPanel } from '../features/manifests/pull-panel.tsx';
import { TagFacts } from '../features/manifests/tag-facts.tsx';
import '../features/manifests/tag-head.css';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { useUrlValue } from '../lib/url-state.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

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

  const name = `${organization}/${repository}`;
  const header = {
    title: `${repository}:${tag}`,
    crumbs: [
      { label: t('title'), to: paths.images },
      { label: organization, to: paths.organization(organization) },
      { label: repository, to: paths.image(organization, repository) },
    ],
  };
  const error = tagged.error ?? top.error ?? server.error;
  if (!tagged.data || !top.data || !server.data) {
    return (
      <>
        <PageHeader {...header} />
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
      />
      <div className="tag-head">
        <TagFacts tag={tagged.data} manifest={view} shown={childView.data ?? view} params={params} />
        <PullPanel place={server.data} name={name} tag={tag} manifest={view} />
      </div>
      {view.kind === 'image' ? (
        <ManifestTabs manifest={view} />
      ) : (
        <IndexPanel index={view} child={child} onChild={setPlatform}>
          {childView.error && <ErrorState problem={childView.error} onRetry={() => void childView.refetch()} />}
          {child && !childView.data && !childView.error && <LoadingState lines={8} />}
          {childView.data && <ManifestTabs manifest={childView.data} index={view} />}
        </IndexPanel>
      )}
    </>
  );
}
