import type { Share } from '@wharf/api';
import { countCharacters } from '@wharf/api/categories';
import { shareLimits } from '@wharf/api/share-limits';
import { App, Input, Modal } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { formatCount } from '../../lib/format.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { onceOpened } from '../../ui/opening-focus.ts';
import { readAccountNames } from './account-names.ts';
import { EndChoice } from './end-choice.tsx';
import { endOfDay, lastDay } from './last-day.ts';

/** Shares an image with accounts, or changes one share; mount it to open it. */
export function ShareDialog({
  params,
  share,
  onClose,
}: {
  params: { organization: string; repository: string };
  share?: Share;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('shares');
  const { t: words } = useTranslation('ui');
  const { message } = App.useApp();
  const id = useId();
  const first = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState('');
  const [description, setDescription] = useState(share?.description ?? '');
  const [day, setDay] = useState(share?.expiresAt ? lastDay(share.expiresAt) : null);
  const [asked, setAsked] = useState(false);
  const put = useApiMutation('putShares', { invalidates: ['listShares', 'getRepository', 'listRepositories'] });
  const names = share ? [share.account.name] : readAccountNames(typed);
  // What was sent last: the answer's indices point into it.
  const [sent, setSent] = useState<readonly string[]>([]);
  const wrongNames = wrongAccounts(put.error, sent);
  const end = day === null ? null : endOfDay(day);
  const wrongDay =
    end === undefined ? t('form.choose-day') : end !== null && end <= new Date() ? t('form.past') : undefined;
  const tooLong = countCharacters(description.trim()) > shareLimits.description;
  const tooMany = names.length > shareLimits.accountsPerRequest;
  const name = `${params.organization}/${params.repository}`;
  const number = (count: number) => formatCount(count, i18n.language);

  const submit = () => {
    setAsked(true);
    if (names.length === 0 || tooMany || tooLong || wrongDay || end === undefined || put.isPending) return;
    setSent(names);
    put.mutate(
      { params, body: { accounts: names, expiresAt: end?.toISOString() ?? null, description } },
      {
        onSuccess: ({ created, changed }) => {
          if (share) void message.success(t('change.changed', { account: share.account.name }));
          else void message.success(t('add.added', { count: created + changed }));
          onClose();
        },
      },
    );
  };

  return (
    <Modal
      open
      title={share ? t('change.title', { account: share.account.name }) : t('add.title', { name })}
      okText={share ? t('change.save') : t('add.submit')}
      cancelText={words('cancel')}
      okButtonProps={{ htmlType: 'submit', form: id, loading: put.isPending }}
      onCancel={onClose}
      afterOpenChange={onceOpened(() => first.current?.focus())}
    >
      <form
        id={id}
        className="share-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!share && (
          <>
            <label htmlFor={`${id}-accounts`}>{t('form.accounts')}</label>
            <textarea
              ref={first}
              id={`${id}-accounts`}
              className="share-accounts"
              rows={2}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              aria-describedby={`${id}-accounts-rule ${id}-accounts-wrong`}
              aria-invalid={(asked && names.length === 0) || tooMany || wrongNames.length > 0}
              onChange={(event) => {
                setTyped(event.target.value);
                if (put.error) put.reset();
              }}
            />
            <p id={`${id}-accounts-rule`} className="field-rule">
              {t('form.accounts-rule')}
            </p>
            <div id={`${id}-accounts-wrong`} className="field-wrong" role="alert">
              {asked && names.length === 0 && t('form.no-account')}
              {tooMany && t('form.too-many', { limit: shareLimits.accountsPerRequest })}
              {wrongNames.map(({ name: wrong, problem }) => (
                <p key={wrong}>{t(`form.${problem}`, { account: wrong })}</p>
              ))}
            </div>
          </>
        )}
        <EndChoice day={day} wrong={asked || day !== '' ? wrongDay : undefined} onDay={setDay} />
        <label htmlFor={`${id}-description`}>{t('form.description')}</label>
        <Input.TextArea
          id={`${id}-description`}
          rows={2}
          value={description}
          aria-describedby={`${id}-description-rule ${id}-description-wrong`}
          aria-invalid={tooLong}
          onChange={(event) => setDescription(event.target.value)}
        />
        <p id={`${id}-description-rule`} className="field-rule">
          {t('form.description-rule')}
        </p>
        <p id={`${id}-description-wrong`} className="field-wrong" role="alert">
          {tooLong && t('form.too-long', { limit: number(shareLimits.description) })}
        </p>
        {!share && <p className="quiet">{t('form.read-only')}</p>}
        {put.error && wrongNames.length === 0 && <PutProblem problem={put.error} />}
      </form>
    </Modal>
  );
}

function PutProblem({ problem }: { problem: ApiProblem }) {
  const { t } = useTranslation('shares');
  const { reason, used, limit } = problem.detail;
  if (reason !== 'share-limit') return <ErrorNote problem={problem} />;
  return (
    <p className="field-wrong" role="alert">
      {t('form.full', { used: Number(used), limit: Number(limit) })}
    </p>
  );
}

/** The accounts that the server refused, each with why. */
function wrongAccounts(problem: ApiProblem | null, sent: readonly string[]) {
  return (problem?.fields ?? []).flatMap(({ field, problem: word }) => {
    const [, index] = /^body\.accounts\.(\d+)$/.exec(field) ?? [];
    const name = sent[Number(index)];
    if (name === undefined) return [];
    return { name, problem: word === 'account-unknown' || word === 'own-account' ? word : ('account-wrong' as const) };
  });
}
