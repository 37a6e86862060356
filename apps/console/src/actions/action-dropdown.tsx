import { Dropdown } from 'antd';
import type { ReactElement } from 'react';
import type { Action } from './action.ts';

/** antd's menu of actions, open from the start. */
export function ActionDropdown({
  actions,
  onClose,
  children,
}: {
  actions: readonly Action[];
  /** `then` is to be done after the focus is back: a dialog remembers where it came from. */
  onClose: (then?: () => void) => void;
  children: ReactElement;
}) {
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      onOpenChange={(open) => open || onClose()}
      menu={{
        items: actions.map((action) => ({
          key: action.id,
          label: action.label,
          icon: action.icon,
          danger: action.dangerous ?? false,
          disabled: action.refusal !== undefined,
          ...(action.refusal && { title: action.refusal }),
        })),
        onClick: ({ key }) => {
          onClose(actions.find((action) => action.id === key)?.perform);
        },
      }}
    >
      {children}
    </Dropdown>
  );
}
