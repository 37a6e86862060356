import { Button, type ButtonProps, Tooltip } from 'antd';
import type { Action } from './action.ts';
import { useRegisteredAction } from './registry.ts';

/** The button of an action; a refused one says why and stays reachable by keyboard. */
export function ActionButton({ action, ...rest }: { action: Action } & Omit<ButtonProps, 'onClick' | 'children'>) {
  const button = (
    <Button
      {...rest}
      icon={action.icon}
      danger={action.dangerous ?? false}
      aria-disabled={action.refusal ? true : undefined}
      aria-keyshortcuts={action.shortcut?.startsWith('mod') ? undefined : action.shortcut}
      onClick={() => action.refusal === undefined && action.perform()}
    >
      {action.label}
    </Button>
  );
  return action.refusal ? <Tooltip title={action.refusal}>{button}</Tooltip> : button;
}

/** A button for an action registered elsewhere; nothing while it is not offered. */
export function RegisteredActionButton({
  id,
  ...rest
}: { id: string } & Omit<ButtonProps, 'onClick' | 'children' | 'id'>) {
  const action = useRegisteredAction(id);
  return action ? <ActionButton action={action} {...rest} /> : null;
}
