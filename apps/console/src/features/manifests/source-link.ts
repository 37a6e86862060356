/**
 * The address that an annotation or label gives, when a browser may safely go there. Whoever pushed wrote it, so
 * anything but http and https (`javascript:` above all) stays text.
 */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const sourceKeys = ['org.opencontainers.image.source', 'org.opencontainers.image.url'];

/** Where the image's source lies, by its annotations, else by its labels. */
export function sourceLink(...maps: (Record<string, string> | undefined)[]): string | undefined {
  for (const key of sourceKeys) {
    for (const map of maps) {
      const link = webAddress(map?.[key]);
      if (link) return link;
    }
  }
  return undefined;
}
