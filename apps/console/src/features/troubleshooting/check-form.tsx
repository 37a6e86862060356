import { Button } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** One live check: a question with its fields, and the answer below it. */
export function CheckForm({
  title,
  lead,
  pending,
  problem,
  disabled = false,
  onAsk,
  answer,
  children,
}: {
  title: string;
  lead: string;
  pending: boolean;
  problem: ApiProblem | null;
  disabled?: boolean;
  onAsk: () => void;
  answer: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation('troubleshooting');
  const id = useId();
  return (
    <section className="trouble-panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="quiet">{lead}</p>
      <form
        className="check-fields"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk();
        }}
      >
        {children}
        <Button htmlType="submit" loading={pending} disabled={disabled}>
          {t('check')}
        </Button>
      </form>
      <ErrorNote problem={problem} />
      <div role="status" className="check-answer">
        {answer}
      </div>
    </section>
  );
}

/** A field with its name above it. */
export function CheckField({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="check-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
