import { lazy, Suspense } from 'react';
import { loadWords } from '../../lib/i18n.ts';

const FoundElsewhere = lazy(async () => {
  const [{ FoundElsewhere: Found }] = await Promise.all([import('./found-elsewhere.tsx'), loadWords(['search'])]);
  return { default: Found };
});

/** The server looks for nothing shorter. */
const shortestText = 2;

/** Fetched with the first text that somebody looks for. */
export function LazyFoundElsewhere({ text }: { text: string }) {
  if (text.length < shortestText) return null;
  return (
    <Suspense fallback={null}>
      <FoundElsewhere text={text} />
    </Suspense>
  );
}
