import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RefusalFacts } from './refusal-facts.tsx';

/** A refusal by its id; one that is gone, or not the caller's to see, says so. */
export function RefusalDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('refusals');
  const { data, error } = useApiQuery('getRefusal', { params: { refusal: id } });
  return (
    <Drawer open size={560} title={t('details.title')} onClose={onClose}>
      {data && <RefusalFacts refusal={data} />}
      {error && (error.code === 'not-found' ? <p>{t('missing')}</p> : <ErrorState problem={error} />)}
    </Drawer>
  );
}
