import type { RepositoryDetail } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { RegisteredActionButton } from '../../actions/action-button.tsx';
import { useApiQuery } from '../../lib/queries.ts';
import { pullCommands, pushCommands } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { mayPush } from '../../ui/level-name.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TrustCertificate } from '../../ui/trust-certificate.tsx';
import './repositories.css';

/** How a client signs in, pulls this image and pushes to it, with the address of this server filled in. */
export function ClientGuide({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  const { organization, path, visibility, level, receivedShare } = repository;
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const newest = useApiQuery('listTags', {
    params: { organization, repository: path },
    query: { sort: '-pushedAt', limit: 1 },
  });
  if (server.error) return <ErrorState problem={server.error} onRetry={() => void server.refetch()} />;
  if (!server.data || newest.isPending) return <LoadingState lines={6} />;
  const tag = newest.data?.items[0]?.name;
  const name = `${organization}/${path}`;
  return (
    <div className="client-guide">
      <section className="panel">
        <h2>{t('guide.sign-in-title')}</h2>
        <p>{t('guide.sign-in-text', { hours: server.data.temporaryLoginMaxHours })}</p>
        {visibility === 'public' && <p className="quiet">{t('guide.public-text')}</p>}
        {server.data.insecure && <p className="quiet">{t('guide.insecure')}</p>}
        <TrustCertificate server={server.data} />
        <RegisteredActionButton id="login-command.create" />
      </section>
      <section className="panel">
        <h2>{t('guide.pull-title')}</h2>
        <p>{tag ? t('guide.pull-text') : t('guide.pull-none', { tag: 'TAG' })}</p>
        <CopyCommand commands={pullCommands(server.data, name, `:${tag ?? 'TAG'}`)} label={t('guide.pull-title')} />
      </section>
      <section className="panel">
        <h2>{t('guide.push-title')}</h2>
        {mayPush(level) ? (
          <>
            <p>{t('guide.push-text')}</p>
            <CopyCommand commands={pushCommands(server.data, name, 'TAG')} label={t('guide.push-title')} />
          </>
        ) : (
          <p>
            {receivedShare
              ? t('guide.push-shared')
              : t('guide.push-refused', { organization, level: words(`level.${level}`) })}
          </p>
        )}
      </section>
    </div>
  );
}
