import type { Tag } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { pullCommands, type RegistryPlace } from '../../ui/commands.ts';
import { CopyCommand } from '../../ui/copy-command.tsx';

/** The pull commands of one tag for every tool; mount it to open it. */
export function PullDialog({
  name,
  tag,
  place,
  onClose,
}: {
  name: string;
  tag: Tag;
  place: RegistryPlace;
  onClose: () => void;
}) {
  const { t } = useTranslation('tags');
  return (
    <Modal open width={680} title={t('pull-title', { name: `${name}:${tag.name}` })} onCancel={onClose} footer={null}>
      <CopyCommand commands={pullCommands(place, name, `:${tag.name}`)} label={t('pull-with')} />
    </Modal>
  );
}
