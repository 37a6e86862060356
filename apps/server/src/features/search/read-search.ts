/** What a search text can mean. */
export interface SearchTerms {
  /** A part of an organization's or image's name; lowercase, as those are. */
  name: string;
  /** How a tag begins; `image`, where it stands before a colon, is a part of its image's name: `web:1.2`. */
  tag: { prefix: string; image: string | undefined } | undefined;
  /** How a digest begins, with its algorithm. */
  digest: string | undefined;
}

/** Fewer digits would be every short word of the letters a to f. */
const digestDigits = 6;

/** @param text what somebody typed, or pasted: this registry's address (`host`) may stand in front of an image */
export function readSearch(text: string, host: string): SearchTerms {
  const asked = text.startsWith(`${host}/`) ? text.slice(host.length + 1) : text;
  const lower = asked.toLowerCase();
  const [, digits] = /^(?:.*@)?(?:sha256:)?([0-9a-f]+)$/.exec(lower) ?? [];
  const digest =
    digits && digits.length >= digestDigits && digits.length <= 64
      ? { digest: `sha256:${digits}` }
      : { digest: undefined };
  if (/(?:^|@)sha256:/.test(lower)) return { name: lower, tag: undefined, ...digest };
  const colon = asked.lastIndexOf(':');
  const prefix = asked.slice(colon + 1);
  const image = colon < 0 ? undefined : lower.slice(0, colon);
  return {
    name: image ?? lower,
    tag: /^\w[\w.-]{0,127}$/.test(prefix) ? { prefix, image } : undefined,
    ...digest,
  };
}
