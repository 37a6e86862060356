import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';

/** The address that a change would keep out, when that is why it was refused. */
export function lockedOutAddress(problem: ApiProblem | null): string | undefined {
  return problem?.code === 'would-lock-out' ? String(problem.detail.address) : undefined;
}

/** Says what becomes of who goes on, and wants his address typed. */
export function LockOutDialog(props: {
  address: string;
  pending: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('network');
  return (
    <ConfirmByName
      title={t('lock-out.title')}
      name={props.address}
      confirmLabel={t('lock-out.confirm')}
      pending={props.pending}
      problem={null}
      onConfirm={props.onConfirm}
      onCancel={props.onCancel}
    >
      <p>{t('lock-out.text', { address: props.address })}</p>
      <p>{t('lock-out.instead')}</p>
      <p>{t('lock-out.repair')}</p>
    </ConfirmByName>
  );
}
