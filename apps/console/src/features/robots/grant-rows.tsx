import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { RobotGrant } from '@wharf/api';
import { repositoryPatternProblem } from '@wharf/oci';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';

const levels = ['read', 'edit', 'manage'] as const;

/** What a new robot may do: a line for each organization and pattern. */
export function GrantRows({
  organization,
  grants,
  onGrants,
}: {
  /** The only one that it can be granted; null lets choose among the account's. */
  organization: string | null;
  grants: readonly RobotGrant[];
  onGrants: (grants: RobotGrant[]) => void;
}) {
  const { t } = useTranslation('robots');
  const { t: words } = useTranslation('ui');
  const known = useApiQuery('listOrganizations', { query: { limit: 100 } }, { enabled: organization === null });
  const names = organization === null ? (known.data?.items ?? []).map(({ name }) => name) : [organization];
  const change = (at: number, part: Partial<RobotGrant>) =>
    onGrants(grants.map((grant, index) => (index === at ? { ...grant, ...part } : grant)));
  const add = () => onGrants([...grants, { organization: names[0] ?? '', pattern: '', level: 'read' }]);
  return (
    <fieldset className="grant-rows">
      <legend>{t('grants.label')}</legend>
      <p className="field-rule">{t('grants.rule')}</p>
      {grants.map((grant, index) => {
        const problem = repositoryPatternProblem(grant.pattern);
        return (
          <div key={index} className="grant-row">
            {organization === null ? (
              <ChoiceBox
                label={t('grants.organization')}
                value={grant.organization}
                choices={names.map((name) => ({ value: name, label: name }))}
                onChange={(name) => change(index, { organization: name })}
              />
            ) : (
              <span>{organization}/</span>
            )}
            <Input
              aria-label={t('grants.images')}
              placeholder={t('grants.all')}
              value={grant.pattern}
              onChange={(event) => change(index, { pattern: event.target.value.trim() })}
              autoComplete="off"
              spellCheck={false}
              {...(problem && { status: 'error' as const, title: t(`grants.problem.${problem}`) })}
              aria-invalid={problem !== undefined}
            />
            <ChoiceBox
              label={t('grants.level')}
              value={grant.level}
              choices={levels.map((level) => ({ value: level, label: words(`level.${level}`) }))}
              onChange={(level) => change(index, { level })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t('grants.remove')}
              onClick={() => onGrants(grants.filter((_, other) => other !== index))}
            />
          </div>
        );
      })}
      <Button icon={<PlusOutlined aria-hidden />} onClick={add} disabled={names.length === 0 || grants.length >= 20}>
        {t('grants.add')}
      </Button>
    </fieldset>
  );
}
