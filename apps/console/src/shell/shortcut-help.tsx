import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRegisteredActions } from '../actions/registry.ts';
import { keyLabel } from './key-label.ts';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const actions = useRegisteredActions().filter((action) => action.shortcut);
  return (
    <Modal open title={t('help.shortcuts')} footer={null} onCancel={onClose}>
      <dl className="shortcut-list">
        {actions.map((action) => (
          <div key={action.id}>
            <dt>{action.label}</dt>
            <dd>
              <kbd>{keyLabel(action.shortcut ?? '')}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
