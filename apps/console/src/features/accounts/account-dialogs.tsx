import type { Account } from '@wharf/api';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import type { AccountTask } from './account-actions.tsx';
import { DisableAccountDialog } from './disable-account-dialog.tsx';
import { RemoveAccountDialog } from './remove-account-dialog.tsx';

// antd's number fields weigh as much as a page.
const QuotasDialog = lazyDialog(async () => (await import('./quotas-dialog.tsx')).QuotasDialog, 'accounts');

/** The dialog of what was chosen in an account's menu. */
export function AccountDialogs(props: {
  task: { account: Account; kind: AccountTask } | undefined;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { task, onClose, onRemoved } = props;
  if (!task) return null;
  const { account, kind } = task;
  switch (kind) {
    case 'quotas':
      return <QuotasDialog account={account} onClose={onClose} />;
    case 'disabled':
      return <DisableAccountDialog account={account} onClose={onClose} />;
    case 'removed':
      return <RemoveAccountDialog account={account} onClose={onClose} onRemoved={onRemoved} />;
  }
}
