import { GlobalOutlined, LockOutlined } from '@ant-design/icons';
import type { Repository } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import './repositories.css';

/** Public or private, in a word with its sign. */
export function VisibilityChip({ visibility }: { visibility: Repository['visibility'] }) {
  const { t } = useTranslation('repositories');
  return (
    <span className="visibility-chip" data-visibility={visibility}>
      {visibility === 'public' ? <GlobalOutlined aria-hidden /> : <LockOutlined aria-hidden />}
      {t(`visibility.${visibility}`)}
    </span>
  );
}
