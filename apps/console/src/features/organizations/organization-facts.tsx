import type { Organization } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { LevelName } from '../../ui/level-name.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { VisibilityChip } from '../../ui/visibility-chip.tsx';

/** The line below an organization's name. */
export function OrganizationFacts({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const { level, visibility, imageCount, bytes, createdAt, createdBy } = organization;
  return (
    <FactLine
      facts={[
        [t('column.level'), <LevelName key="level" level={level} />],
        [t('column.visibility'), <VisibilityChip key="visibility" visibility={visibility} />],
        [t('column.images'), <Count key="images" value={imageCount} />],
        [t('column.size'), <Bytes key="size" value={bytes} />],
        [
          t('column.created'),
          <span key="created">
            <TimeAgo time={createdAt} /> {createdBy !== null && t('created-by', { user: createdBy })}
          </span>,
        ],
      ]}
    />
  );
}
