import type { ResourceTagView } from '@wharf/api';

const shown = 3;

/** A few resource tags in a row of a list; the others in a word. */
export function ResourceTagChips({ tags }: { tags: readonly ResourceTagView[] }) {
  if (tags.length === 0) return null;
  const texts = tags.map(({ key, value }) => (value ? `${key}=${value}` : key));
  const rest = texts.slice(shown);
  return (
    <span className="chips tag-chips">
      {texts.slice(0, shown).map((text) => (
        <span key={text} className="chip" title={text}>
          {text}
        </span>
      ))}
      {rest.length > 0 && (
        <span className="chip" title={rest.join('\n')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
