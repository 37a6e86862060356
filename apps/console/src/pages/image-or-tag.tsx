import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import { parseImagePath } from '../lib/paths.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { LoadingState } from '../ui/loading-state.tsx';

const ImagePage = lazy(async () => ({ default: (await import('./image.tsx')).ImagePage }));
const TagPage = lazy(async () => ({ default: (await import('./tag.tsx')).TagPage }));

/** A repository's path may hold slashes, so the router's patterns cannot tell an image from a tag. */
export function ImageOrTagPage() {
  const { organization = '', '*': splat = '' } = useParams();
  const place = parseImagePath(splat);
  if (!place) return <NotFoundPage />;
  return (
    <Suspense fallback={<LoadingState />}>
      {place.tag === undefined ? (
        <ImagePage organization={organization} repository={place.repository} />
      ) : (
        <TagPage organization={organization} repository={place.repository} tag={place.tag} />
      )}
    </Suspense>
  );
}
