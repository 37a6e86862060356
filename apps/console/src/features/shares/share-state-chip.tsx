import type { ShareState } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { StatusChip } from '../../ui/status-chip.tsx';

export function ShareStateChip({ state }: { state: ShareState }) {
  const { t } = useTranslation('shares');
  return <StatusChip tone={state === 'active' ? 'good' : 'bad'}>{t(`state.${state}`)}</StatusChip>;
}
