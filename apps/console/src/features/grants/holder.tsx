import { RobotOutlined } from '@ant-design/icons';
import type { Grant } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';
import { StatusChip } from '../../ui/status-chip.tsx';

/** Who holds a grant, as a row's head. */
export function Holder({ holder }: Pick<Grant, 'holder'>) {
  const { t } = useTranslation('grants');
  const me = useSession().user.id;
  return (
    <>
      {holder.kind === 'robot' && <RobotOutlined title={t('holder.robot')} className="holder-mark" />}
      {holder.name} {holder.id === me && <span className="chip">{t('you')}</span>}
      {holder.disabled && <StatusChip tone="quiet">{t('disabled')}</StatusChip>}
    </>
  );
}
