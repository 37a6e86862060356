import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { loadWords } from '../lib/i18n.ts';
import { LoadingState } from './loading-state.tsx';

/** A part of a page that is fetched, with the words of its features, when it is first shown: no other visit has to carry it. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  ...features: string[]
): (props: P) => ReactNode {
  return lazyWith(<LoadingState lines={6} />, load, features);
}

/** The same of a dialog: nothing stands in the page until it opens. */
export function lazyDialog<P extends object>(
  load: () => Promise<ComponentType<P>>,
  ...features: string[]
): (props: P) => ReactNode {
  return lazyWith(null, load, features);
}

function lazyWith<P extends object>(
  fallback: ReactNode,
  load: () => Promise<ComponentType<P>>,
  features: string[],
): (props: P) => ReactNode {
  const Part = lazy(async () => {
    const [component] = await Promise.all([load(), loadWords(features)]);
    // Without props of its own: `lazy` cannot tell that an unknown P has no ref.
    return { default: component as ComponentType<object> };
  });
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={fallback}>
        <Part {...props} />
      </Suspense>
    );
  };
}
