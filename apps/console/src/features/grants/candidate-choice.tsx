import type { Grant } from '@wharf/api';
import { Input, type InputRef } from 'antd';
import { type Ref, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

export interface Candidate {
  id: string;
  name: string;
}

/** Users or robots of the account without a permission of the kind: found by name, ticked, and kept while another name is searched. */
export function CandidateChoice({
  inputRef,
  organization,
  holder,
  pattern,
  chosen,
  onChosen,
}: {
  inputRef: Ref<InputRef>;
  organization: string;
  holder: Grant['holder']['kind'];
  pattern: string;
  chosen: readonly Candidate[];
  onChosen: (chosen: Candidate[]) => void;
}) {
  const { t } = useTranslation('grants');
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const answer = useApiQuery('listGrantCandidates', {
    params: { organization },
    query: { holder, pattern, ...(q && { q }) },
  });
  const helpId = useId();
  const found = answer.data?.items ?? [];
  const others = chosen.filter((one) => !found.some(({ id }) => id === one.id));
  const isChosen = (candidate: Candidate) => chosen.some(({ id }) => id === candidate.id);
  const toggle = (candidate: Candidate) =>
    onChosen(isChosen(candidate) ? chosen.filter(({ id }) => id !== candidate.id) : [...chosen, candidate]);
  return (
    <fieldset className="candidates" aria-describedby={helpId}>
      <legend>{t(`add.${holder}`)}</legend>
      <p id={helpId} className="field-rule">
        {t(`add.${holder}-help`)}
      </p>
      <Input
        ref={inputRef}
        type="search"
        aria-label={t('add.search')}
        placeholder={t('add.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={(event) => event.preventDefault()}
        allowClear
      />
      <div className="candidate-list">
        {[...others, ...found].map((candidate) => (
          <label key={candidate.id}>
            <input type="checkbox" checked={isChosen(candidate)} onChange={() => toggle(candidate)} />
            {candidate.name}
          </label>
        ))}
        {answer.data && found.length === 0 && <p className="quiet">{t(`add.no-${holder}`)}</p>}
      </div>
      <ErrorNote problem={answer.error} />
    </fieldset>
  );
}
