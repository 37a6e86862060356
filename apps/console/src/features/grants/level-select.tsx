import type { Grant } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { grantedOperations } from './granted-operations.ts';
import { levels } from './levels.ts';

/** Changes a user's level on the spot: shown at once, since choosing the old one again undoes it. */
export function LevelSelect({ organization, grant }: { organization: string; grant: Grant }) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const { textOf } = useProblemText();
  const put = useApiMutation('putGrant', { invalidates: grantedOperations });
  const { holder, pattern } = grant;
  const shown = put.isPending ? (put.variables.body?.level ?? grant.level) : grant.level;
  return (
    <>
      <ChoiceBox
        label={t('change.label', { user: holder.name })}
        value={shown}
        choices={levels.map((level) => ({ value: level, label: words(`level.${level}`) }))}
        onChange={(level) =>
          put.mutate(
            { params: { organization }, body: { holder: { kind: holder.kind, id: holder.id }, pattern, level } },
            { onSuccess: () => announce(t('change.changed', { user: holder.name, level: words(`level.${level}`) })) },
          )
        }
      />
      {put.error && (
        <p className="field-wrong" role="alert">
          {textOf(put.error).title}
        </p>
      )}
    </>
  );
}
