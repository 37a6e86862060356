import './visibility-chip.css';
import { GlobalOutlined, LockOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

/** Public or private, in a word with its sign. */
export function VisibilityChip({ visibility }: { visibility: 'public' | 'private' }) {
  const { t } = useTranslation('ui');
  return (
    <span className="visibility-chip" data-visibility={visibility}>
      {visibility === 'public' ? <GlobalOutlined aria-hidden /> : <LockOutlined aria-hidden />}
      {t(`visibility.${visibility}`)}
    </span>
  );
}
