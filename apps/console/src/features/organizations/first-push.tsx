import type { Organization } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { RegisteredActionButton } from '../../actions/action-button.tsx';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { pushCommands } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { mayPush } from '../../ui/level-name.tsx';
import { LinkButton } from '../../ui/link-button.tsx';

/** What an organization without images shows: how the first one gets in. */
export function FirstPush({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const { name } = organization;
  if (!mayPush(organization.level)) {
    return <EmptyState title={t('first.read-title', { name })}>{t('first.read-text')}</EmptyState>;
  }
  return (
    <div className="first-push">
      <h2>{t('first.title', { name })}</h2>
      <ol>
        <li>
          <p>{t('first.login')}</p>
          <RegisteredActionButton id="login-command.create" type="primary" />
        </li>
        <li>
          <p>{t('first.text')}</p>
          {server.data && (
            <CopyCommand commands={pushCommands(server.data, `${name}/IMAGE`, 'TAG')} label={t('first.tools')} />
          )}
          <p className="quiet">{t('first.words')}</p>
        </li>
        <li>
          <p>{t('first.upload')}</p>
          <LinkButton to={paths.upload(name)}>{t('first.page-upload')}</LinkButton>
        </li>
        <li>
          <p className="waiting">
            <span className="waiting-dot" aria-hidden="true" />
            {t('first.waiting')}
          </p>
        </li>
      </ol>
    </div>
  );
}
