import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { ApiProblem } from '../lib/api-client.ts';
import { ErrorNote } from './error-state.tsx';
import { useOpeningFocus } from './opening-focus.ts';

interface ConfirmByNameProps {
  title: string;
  /** What has to be typed. */
  name: string;
  /** What will happen, with figures. */
  children: ReactNode;
  /** The danger on the button: "Delete organization". */
  confirmLabel: string;
  pending: boolean;
  /** Not yet, or not at all: what will happen is not known. */
  blocked?: boolean;
  problem: ApiProblem | null;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before something that cannot be undone; mount it to open it. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const [typed, setTyped] = useState('');
  const matches = typed === props.name && !props.blocked;
  const confirm = () => matches && !props.pending && props.onConfirm();
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onCancel}
      afterOpenChange={afterOpenChange}
      footer={[
        <Button key="cancel" onClick={props.onCancel}>
          {t('cancel')}
        </Button>,
        <Button key="confirm" type="primary" danger disabled={!matches} loading={props.pending} onClick={confirm}>
          {props.confirmLabel}
        </Button>,
      ]}
    >
      <div className="confirm-consequence">{props.children}</div>
      <label className="confirm-label" htmlFor={id}>
        <span>
          <Trans t={t} i18nKey="type-name" values={{ name: props.name }} components={{ code: <code /> }} />
        </span>
        <Input
          ref={input}
          id={id}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={confirm}
        />
      </label>
      <ErrorNote problem={props.problem} />
    </Modal>
  );
}
