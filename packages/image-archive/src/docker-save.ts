import { digestOf, mediaTypes } from '@wharf/oci';
import type { ArchiveImage } from './archive.ts';
import { Configs } from './configs.ts';
import { ArchiveError } from './error.ts';
import { looseLayer, sizeOfParts } from './layers.ts';
import type { Member } from './members.ts';
import { isObject, type Store, wrongShape } from './store.ts';

export const manifestFile = 'manifest.json';

export interface SavedImage {
  config: string;
  names: string[];
  layers: string[];
}

/** Reads `manifest.json` of `docker save` (Docker image spec 1.1, "Combined Image JSON + Filesystem Changeset Format"). */
export async function readManifestFile(store: Store, member: Member): Promise<SavedImage[]> {
  const json = await store.json(member);
  if (!Array.isArray(json)) throw wrongShape(member.path, 'the document', 'a list');
  return json.map((entry, index) => {
    const where = `[${index}]`;
    if (!isObject(entry)) throw wrongShape(member.path, where, 'an object');
    const { Config: config, RepoTags: names, Layers: layers } = entry;
    if (typeof config !== 'string' || config === '') throw wrongShape(member.path, `${where}.Config`, 'a path');
    return {
      config,
      names: stringsOf(names, member.path, `${where}.RepoTags`),
      layers: stringsOf(layers, member.path, `${where}.Layers`),
    };
  });
}

/** The images of `manifest.json`. @throws ArchiveError */
export async function readDockerSave(store: Store, saved: readonly SavedImage[]): Promise<ArchiveImage[]> {
  const images: ArchiveImage[] = [];
  const configs = new Configs(store);
  for (const image of saved) images.push(await readImage(store, configs, image));
  return images;
}

async function readImage(
  store: Store,
  configs: Configs,
  { config: path, names, layers: paths }: SavedImage,
): Promise<ArchiveImage> {
  store.countImage();
  const member = store.files.find(path);
  if (!member) {
    throw new ArchiveError('config-missing', `the config ${path} that ${manifestFile} names is not in the archive`, {
      member: path,
    });
  }
  const { bytes, digest, diffIds, platform } = await configs.read(member);
  const stated = statedDigest(path);
  if (stated) store.checkDigest(member, stated);
  if (!diffIds) throw wrongShape(path, 'rootfs.diff_ids', 'a list of digests');
  if (diffIds.length !== paths.length) {
    throw new ArchiveError(
      'manifest-format',
      `${manifestFile} names ${paths.length} layers but the config ${path} ${diffIds.length}`,
      { member: path, where: 'rootfs.diff_ids', found: diffIds.length, wanted: paths.length },
    );
  }
  const layers = [];
  for (const [index, layerPath] of paths.entries()) {
    const layer = store.files.find(layerPath);
    if (!layer) {
      throw new ArchiveError(
        'layer-missing',
        `the layer ${layerPath} that ${manifestFile} names is not in the archive`,
        {
          member: layerPath,
          ...(diffIds[index] ? { wanted: diffIds[index] } : {}),
        },
      );
    }
    layers.push(await looseLayer(store, layer, diffIds[index]));
  }
  return {
    names,
    platform,
    kind: 'image',
    config: { bytes, digest, mediaType: mediaTypes.dockerConfig },
    layers,
    manifest: undefined,
    children: [],
    missing: [],
    legacy: undefined,
    size: sizeOfParts([...layers, { member: member.path, size: member.size }]),
  };
}

/** Docker names the config by its hash; others name it as they like. */
function statedDigest(path: string) {
  const hex = /^(?:blobs\/sha256\/)?([a-f0-9]{64})(?:\.json)?$/.exec(path)?.[1];
  return hex === undefined ? undefined : digestOf('sha256', hex);
}

function stringsOf(value: unknown, member: string, where: string): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongShape(member, where, 'a list of texts');
  return value.map((text) => {
    if (typeof text !== 'string') throw wrongShape(member, where, 'a list of texts');
    return text;
  });
}
