import type { RobotGrant } from '@wharf/api';
import { useTranslation } from 'react-i18next';

/** What a robot may do, a line each. */
export function RobotGrants({ grants }: { grants: readonly RobotGrant[] }) {
  const { t } = useTranslation('robots');
  const { t: words } = useTranslation('ui');
  if (grants.length === 0) return <span className="quiet">{t('no-grants')}</span>;
  return (
    <ul className="robot-grants">
      {grants.map(({ organization, pattern, level }) => (
        <li key={`${organization}/${pattern}`}>
          <code>
            {organization}/{pattern || '*'}
          </code>{' '}
          <span className="quiet">{words(`level.${level}`)}</span>
        </li>
      ))}
    </ul>
  );
}
