import './sign-in.css';
import { oidcStartPath } from '@wharf/api/routes';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';

/** Leads to the OpenID Connect provider, where the server has one. */
export function ProviderButton({ returnPath }: { returnPath: string }) {
  const { t } = useTranslation('sign-in');
  const { data } = useApiQuery('getSignInMethods', {}, { staleTime: 60_000 });
  if (!data?.oidc) return null;
  const address = `/api${oidcStartPath}?return=${encodeURIComponent(returnPath)}`;
  return (
    <div className="sign-in-provider">
      <p className="quiet">{t('provider.or')}</p>
      <Button size="large" block href={address}>
        {data.oidc.label === null ? t('provider.single') : t('provider.named', { label: data.oidc.label })}
      </Button>
    </div>
  );
}

/** Why the provider's word was not enough, as the server put it into the address. */
export function Refused({ reason }: { reason: string | null }) {
  const { t } = useTranslation('sign-in');
  if (reason === null) return null;
  return (
    <p className="error-note" role="alert">
      {t(`refused.${reason}`, { defaultValue: t('refused.other') })}
    </p>
  );
}
