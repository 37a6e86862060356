import { EditOutlined } from '@ant-design/icons';
import type { RepositoryDetail } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { mayPush } from '../../ui/level-name.tsx';
import { DescriptionForm } from './description-form.tsx';
import { Markdown } from './markdown.tsx';
import './descriptions.css';

/** What people say about an image, for reading and, with the permission Edit, for writing. */
export function DescriptionPanel({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslation('descriptions');
  const [editing, setEditing] = useState(false);
  const may = mayPush(repository.level);
  const edit = useMemo<Action>(
    () => ({
      id: 'description.edit',
      label: repository.description ? t('edit') : t('write'),
      section: 'here',
      icon: <EditOutlined aria-hidden />,
      perform: () => setEditing(true),
    }),
    [repository.description, t],
  );
  const offered = may && !editing;
  useActions(useMemo(() => (offered ? [edit] : []), [offered, edit]));
  if (editing) return <DescriptionForm repository={repository} onClose={() => setEditing(false)} />;
  if (!repository.description) {
    return (
      <EmptyState title={t('empty.title')} actions={may && <ActionButton action={edit} type="primary" />}>
        {may ? t('empty.text') : t('empty.text-read')}
      </EmptyState>
    );
  }
  return (
    <section className="description">
      {may && (
        <div className="toolbar description-bar">
          <ActionButton action={edit} />
        </div>
      )}
      <div className="panel">
        <Markdown text={repository.description} />
      </div>
    </section>
  );
}
