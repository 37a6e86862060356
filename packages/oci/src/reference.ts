import { type Digest, isDigest } from './digest.ts';

/** A mutable name of a manifest. */
export type Tag = string & { readonly __brand: 'Tag' };
/** A tag or a digest. */
export type Reference = Tag | Digest;

const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

export function parseTag(text: string): Tag | undefined {
  return tagPattern.test(text) ? (text as Tag) : undefined;
}

/** Distribution spec, "Pulling manifests": `<reference>` is a digest when it holds a colon, else a tag. */
export function parseReference(text: string): Reference | undefined {
  return isDigest(text) ? text : parseTag(text);
}
