import { lazy, Suspense } from 'react';
import { loadWords } from '../../lib/i18n.ts';
import type { TagFilterProps } from './tag-filter.tsx';

const TagFilter = lazy(async () => {
  const [{ TagFilter: Filter }] = await Promise.all([import('./tag-filter.tsx'), loadWords(['resource-tags'])]);
  return { default: Filter };
});

/** Comes when the list is there already: nobody waits for it. */
export function LazyTagFilter(props: TagFilterProps) {
  return (
    <Suspense fallback={null}>
      <TagFilter {...props} />
    </Suspense>
  );
}
