import type { ShareState } from '@wharf/api';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { withFilter } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';

const states: readonly ShareState[] = ['active', 'expired'];

/** The state that the address limits a list of shares to, and how to choose another. */
export function useStateFilter(): { state: ShareState | undefined; setState: (state: string) => void } {
  const [address, setAddress] = useSearchParams();
  const setState = useCallback(
    (state: string) => setAddress((now) => withFilter(now, 'state', [state]), { replace: true }),
    [setAddress],
  );
  return { state: states.find((one) => one === address.get('state')), setState };
}

export function StateFilter({ state, onState }: { state: ShareState | undefined; onState: (state: string) => void }) {
  const { t } = useTranslation('shares');
  return (
    <ChoiceBox
      label={t('column.state')}
      value={state ?? ''}
      choices={[
        { value: '', label: t('every-state') },
        ...states.map((one) => ({ value: one, label: t(`state.${one}`) })),
      ]}
      onChange={onState}
    />
  );
}
