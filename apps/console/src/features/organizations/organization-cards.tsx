import './organizations.css';
import type { Organization } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Action } from '../../actions/action.ts';
import { ActionMenu } from '../../actions/action-menu.tsx';
import { paths } from '../../lib/paths.ts';
import type { List } from '../../lib/url-state.ts';
import { Bytes, Count } from '../../ui/bytes.tsx';
import type { PageAnswer } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { LevelName } from '../../ui/level-name.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ResourceTagChips } from '../../ui/resource-tag-chips.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { VisibilityChip } from '../../ui/visibility-chip.tsx';

/** A page of organizations as cards; the table says what stands there when there are none. */
export function OrganizationCards<S extends string>(props: {
  page: NonNullable<PageAnswer<Organization>['data']>;
  list: List<S>;
  actionsOf: (organization: Organization) => readonly Action[];
}) {
  const { page, list, actionsOf } = props;
  const { t } = useTranslation('organizations');
  return (
    <>
      <ul className="organization-cards" aria-label={t('caption')}>
        {page.items.map((organization) => (
          <li key={organization.id} className="organization-card">
            <div className="organization-card-head">
              <h2>
                <Link to={paths.organization(organization.name)}>{organization.name}</Link>
              </h2>
              <ActionMenu label={organization.name} actions={actionsOf(organization)} />
            </div>
            <VisibilityChip visibility={organization.visibility} />
            <FactList
              className="organization-card-facts"
              facts={[
                [t('column.level'), <LevelName key="level" level={organization.level} />],
                [t('column.images'), <Count key="images" value={organization.imageCount} />],
                [t('column.size'), <Bytes key="size" value={organization.bytes} />],
              ]}
            />
            <ResourceTagChips tags={organization.resourceTags} />
            <span className="quiet">
              <TimeAgo time={organization.createdAt} />{' '}
              {organization.createdBy !== null && t('created-by', { user: organization.createdBy })}
            </span>
          </li>
        ))}
      </ul>
      <Pager page={page} goTo={list.goTo} />
    </>
  );
}
