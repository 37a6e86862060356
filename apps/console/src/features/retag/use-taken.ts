import { useEffect, useState } from 'react';
import type { ApiProblem } from '../../lib/api-client.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { partsOf, type Target } from './target.ts';

const pauseMs = 300;

/**
 * Where the tag of this address points already: asked for while it is typed, and told by a refused copy.
 * Undefined when it is free or not known.
 */
export function useTaken(
  target: Target | undefined,
  refusal: ApiProblem | null,
  address: string,
): { digest: string } | undefined {
  const [asked, setAsked] = useState<Target>();
  const { name, tag } = target ?? {};
  useEffect(() => {
    const timer = setTimeout(
      () => setAsked(name === undefined || tag === undefined ? undefined : { name, tag }),
      pauseMs,
    );
    return () => clearTimeout(timer);
  }, [name, tag]);
  const params = { ...partsOf(asked?.name ?? '/'), tag: asked?.tag ?? '' };
  const answer = useApiQuery('getTag', { params }, { enabled: asked !== undefined });
  const { detail } = refusal ?? {};
  if (detail?.reason === 'tag-exists' && `${detail.name}:${detail.tag}` === address) {
    return { digest: String(detail.digest) };
  }
  const here = asked !== undefined && `${asked.name}:${asked.tag}` === address;
  return here && answer.data && !answer.error ? { digest: answer.data.digest } : undefined;
}
