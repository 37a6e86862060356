import { type Digest, mediaTypes } from '@wharf/oci';
import type { ArchiveImage } from './archive.ts';
import { sha256Of } from './sha256.ts';
import { isObject, type Json, parseJson } from './store.ts';

/** What Docker leaves out when it makes a config of an image of the oldest format. */
const dropped = new Set(['id', 'parent', 'Size', 'parent_id', 'layer_id', 'throwaway']);

/**
 * The config of an image: the archive's own, or for the oldest docker archives what a `docker load` makes of their
 * documents.
 * @param diffIds sha256 of each layer without compression, from the base to the top
 */
export function configFor(
  image: Pick<ArchiveImage, 'config' | 'legacy'>,
  diffIds: readonly Digest[],
): NonNullable<ArchiveImage['config']> {
  if (image.config) return image.config;
  const documents = (image.legacy ?? []).map((bytes) => {
    const json = parseJson(bytes, 'json');
    return isObject(json) ? json : {};
  });
  const config: Json = {
    ...Object.fromEntries(Object.entries(documents.at(-1) ?? {}).filter(([key]) => !dropped.has(key))),
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: documents.map(historyOf),
  };
  const sorted = Object.fromEntries(Object.entries(config).sort(([first], [second]) => (first < second ? -1 : 1)));
  const bytes = new TextEncoder().encode(goJson(sorted));
  return { bytes, digest: sha256Of(bytes), mediaType: mediaTypes.dockerConfig };
}

/** As Go writes it, so that the image gets the id that Docker gives it. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function historyOf({ created, author, container_config: container, comment }: Json): Json {
  const command = isObject(container) && Array.isArray(container.Cmd) ? container.Cmd : [];
  return {
    ...(typeof created === 'string' ? { created } : {}),
    ...(typeof author === 'string' && author !== '' ? { author } : {}),
    ...(command.length > 0 ? { created_by: command.join(' ') } : {}),
    ...(typeof comment === 'string' && comment !== '' ? { comment } : {}),
  };
}
