import { useParams } from 'react-router';
import { parseImagePath } from '../lib/paths.ts';
import { NotFoundPage } from '../shell/not-found-page.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';

const ImagePage = lazyPart(async () => (await import('./image.tsx')).ImagePage, 'repositories', 'tags');
const TagPage = lazyPart(async () => (await import('./tag.tsx')).TagPage, 'repositories', 'tags', 'manifests');

/** A repository's path may hold slashes, so the router's patterns cannot tell an image from a tag. */
export function ImageOrTagPage() {
  const { organization = '', '*': splat = '' } = useParams();
  const place = parseImagePath(splat);
  if (!place) return <NotFoundPage />;
  return place.tag === undefined ? (
    <ImagePage organization={organization} repository={place.repository} />
  ) : (
    <TagPage organization={organization} repository={place.repository} tag={place.tag} />
  );
}
