import type { RepositoryDetail } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Until } from './until.tsx';
import './shares.css';

/** On the page of an image that another account shares: what that allows, and whom to ask. */
export function ReceivedNote({ share }: { share: NonNullable<RepositoryDetail['receivedShare']> }) {
  const { t } = useTranslation('shares');
  return (
    <p className="received-note">
      {t('received.note', { account: share.account })} {t('column.until')}: <Until time={share.expiresAt} />
    </p>
  );
}
