import type { Refusal, Result } from '@wharf/api';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation, useApiQuery } from '../../lib/queries.ts';
import { CommandBlock, CopyCommand } from '../../ui/copy-command.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { trustCommands } from '../../ui/trust-commands.ts';
import { causeCommands } from './cause-commands.ts';
import '../../ui/panel.css';

type Diagnosis = Result<'createDiagnosis'>;

/** Takes what a client printed, and says what is wrong. @param showRefusal how the kept refusal in it is shown */
export function ErrorTextPanel({ showRefusal }: { showRefusal: (refusal: Refusal) => ReactNode }) {
  const { t } = useTranslation('error-texts');
  const [text, setText] = useState('');
  const id = useId();
  const diagnosing = useApiMutation('createDiagnosis');
  return (
    <section aria-labelledby={`${id}-title`} className="trouble-panel">
      <h2 id={`${id}-title`}>{t('title')}</h2>
      <p className="quiet">{t('lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) diagnosing.mutate({ body: { text: text.slice(0, 100_000) } });
        }}
      >
        <label htmlFor={`${id}-text`}>{t('label')}</label>
        <Input.TextArea
          id={`${id}-text`}
          value={text}
          autoSize={{ minRows: 4, maxRows: 14 }}
          placeholder="denied: …"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={!text.trim()} loading={diagnosing.isPending}>
          {t('submit')}
        </Button>
      </form>
      <ErrorNote problem={diagnosing.error} />
      <div role="status">{diagnosing.data && <Answer diagnosis={diagnosing.data} showRefusal={showRefusal} />}</div>
    </section>
  );
}

function Answer({
  diagnosis: { cause, facts, refusal },
  showRefusal,
}: {
  diagnosis: Diagnosis;
  showRefusal: (refusal: Refusal) => ReactNode;
}) {
  const { t } = useTranslation('error-texts');
  const { data: server } = useApiQuery('getServer', {}, { staleTime: 60_000 });
  const named = (['host', 'repository', 'reference', 'platform', 'status', 'names', 'refusal'] as const).flatMap(
    (name): Fact[] => (facts[name] === undefined ? [] : [[t(`fact.${name}`), <code key={name}>{facts[name]}</code>]]),
  );
  const elsewhere = facts.host !== undefined && server !== undefined && facts.host !== server.registryHost;
  return (
    <div className="trouble-answer">
      <h3>{cause ? t(`cause.${cause}.title`) : t('unknown.title')}</h3>
      <p>{cause ? t(`cause.${cause}.fix`) : t('unknown.text')}</p>
      {elsewhere && <p className="quiet">{t('elsewhere', { host: facts.host, here: server.registryHost })}</p>}
      {cause === 'certificate-authority-unknown' && server && !server.insecure && (
        <CopyCommand label={t('trust')} commands={trustCommands(server.registryHost)} />
      )}
      {cause && server && causeCommands(cause, server, facts).map((line) => <CommandBlock key={line} text={line} />)}
      {named.length > 0 && <FactList className="fact-rows trouble-facts" facts={named} />}
      {refusal && (
        <>
          <h3>{t('refused-here')}</h3>
          {showRefusal(refusal)}
        </>
      )}
      {facts.refusal && !refusal && <p>{t('refusal-unseen', { id: facts.refusal })}</p>}
    </div>
  );
}
