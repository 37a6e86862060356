import type { Category, Repository } from '@wharf/api';
import { categories } from '@wharf/api/categories';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Mount it to open it. */
export function CategoryDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const { t } = useTranslation('repositories');
  const { t: words } = useTranslation('ui');
  const [category, setCategory] = useState<Category | ''>(repository.category ?? '');
  const update = useApiMutation('updateRepository', { invalidates: ['getRepository', 'listRepositories'] });
  const { organization, path } = repository;
  return (
    <Modal
      open
      title={t('set-category.title', { name: `${organization}/${path}` })}
      okText={t('set-category.save')}
      cancelText={words('cancel')}
      okButtonProps={{ loading: update.isPending, disabled: category === (repository.category ?? '') }}
      onCancel={onClose}
      onOk={() =>
        update.mutate(
          { params: { organization, repository: path }, body: { category: category || null } },
          {
            onSuccess: () => {
              announce(t('set-category.saved'));
              onClose();
            },
          },
        )
      }
    >
      <p>{t('set-category.text')}</p>
      <p>
        <ChoiceBox
          label={t('column.category')}
          value={category}
          choices={[
            { value: '' as const, label: t('category.none') },
            ...categories.map((one) => ({ value: one, label: t(`category.${one}`) })),
          ]}
          onChange={setCategory}
        />
      </p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
