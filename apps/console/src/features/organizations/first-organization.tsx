import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import { useApiQuery } from '../../lib/queries.ts';
import { isAccountAdministrator, useSession } from '../../lib/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

/** A new system, or a user whom nobody has let in yet. */
export function FirstOrganization({ create }: { create: Action }) {
  const { t } = useTranslation('organizations');
  const administrator = isAccountAdministrator(useSession());
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <EmptyState
      title={administrator ? t('empty.title') : t('empty.none')}
      actions={<ActionButton action={create} type="primary" />}
    >
      {administrator ? (
        <>
          <p>{t('empty.text', { example: t('empty.example') })}</p>
          <p>
            <code className="example-name">
              {server.data?.registryHost ?? '…'}/<b>{t('empty.example')}</b>/{t('create.example-image')}:
              {t('create.example-tag')}
            </code>
          </p>
          <p>{t('empty.steps')}</p>
        </>
      ) : (
        <p>{t('empty.none-text')}</p>
      )}
    </EmptyState>
  );
}
