import { type ArchiveOptions, type ByteSource, defaultLimits, type ImageArchive } from './archive.ts';
import { manifestFile, readDockerSave, readManifestFile } from './docker-save.ts';
import { ArchiveError } from './error.ts';
import { legacyIds, readLegacySave, repositoriesFile } from './legacy-save.ts';
import { indexFile, readLayout } from './oci-layout.ts';
import { type Files, Store } from './store.ts';
import { openTar } from './tar-files.ts';

/**
 * Reads what is in an image archive: `docker save` of any age, `podman save`, `skopeo copy docker-archive:` and
 * `oci-archive:`, an OCI layout in a tar; as it is, or with gzip or zstd around it. Reads the headers and documents
 * of a plain tar only, and a compressed one once from start to end; layers never lie in memory.
 * @throws ArchiveError
 */
export async function openArchive(source: ByteSource, options: ArchiveOptions = {}): Promise<ImageArchive> {
  const limits = { ...defaultLimits, ...options.limits };
  try {
    const files = await openTar(source, limits, options);
    try {
      return await readImages(files, new Store(files, limits));
    } catch (error) {
      throw files.unterminated ? perhapsTruncated(error) : error;
    }
  } catch (error) {
    if (error instanceof ArchiveError) error.detail = { file: source.name, ...error.detail };
    throw error;
  }
}

/** The images in the files of an archive or a folder. */
export async function readImages(files: Files, store: Store): Promise<ImageArchive> {
  const { format, images } = await readFormat(store);
  if (images.length === 0) throw new ArchiveError('no-image', 'the archive names no image');
  const { sequential, openMember, placeOf, readMembers } = files;
  return { format, images, sequential, openMember, placeOf, readMembers };
}

async function readFormat(store: Store): Promise<Pick<ImageArchive, 'format' | 'images'>> {
  const index = store.files.find(indexFile);
  const manifest = store.files.find(manifestFile);
  if (index) {
    const saved = manifest ? await readManifestFile(store, manifest) : [];
    const images = await readLayout(store, index, manifest !== undefined);
    if (!manifest) return { format: 'oci-layout', images };
    // What people call their images stands in manifest.json; the index has the long forms.
    const namesOf = new Map<string, string[]>();
    for (const { config, names } of saved) {
      const known = namesOf.get(config) ?? [];
      known.push(...names);
      namesOf.set(config, known);
    }
    for (const image of images) {
      const names = namesOf.get(`blobs/${image.config?.digest.replace(':', '/')}`) ?? [];
      if (names.length > 0) image.names = names;
    }
    if (images.length > 0) return { format: 'docker-save-oci', images };
    return { format: 'docker-save', images: await readDockerSave(store, saved) };
  }
  if (manifest) {
    return { format: 'docker-save', images: await readDockerSave(store, await readManifestFile(store, manifest)) };
  }
  const repositories = store.files.find(repositoriesFile);
  if (repositories || legacyIds(store).length > 0) {
    return { format: 'docker-save', images: await readLegacySave(store, repositories) };
  }
  throw new ArchiveError(
    'no-manifest',
    `no image in it: neither ${manifestFile} nor ${indexFile} nor ${repositoriesFile} is at its root`,
  );
}

/** Something is missing in a tar without an end: its end is what is missing. */
function perhapsTruncated(error: unknown): unknown {
  if (!(error instanceof ArchiveError) || !/missing$|^no-/.test(error.code)) return error;
  return new ArchiveError('truncated', `the archive has no end: ${error.message}`, error.detail, { cause: error });
}
