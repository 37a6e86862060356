import { type Platform, parseImageConfig } from '@wharf/oci';
import type { ArchiveImage } from './archive.ts';
import { ArchiveError } from './error.ts';
import { looseLayer, sizeOfParts } from './layers.ts';
import type { Member } from './members.ts';
import { isObject, type Store, wrongShape } from './store.ts';

export const repositoriesFile = 'repositories';

/** More layers than any storage driver of Docker could stack. */
const chainLimit = 1000;

/** Images of the oldest `docker save`: `repositories` (maybe absent), and for each layer `<id>/json` and `<id>/layer.tar`. */
export async function readLegacySave(store: Store, repositories: Member | undefined): Promise<ArchiveImage[]> {
  const documents = new LayerDocuments(store);
  const tops = repositories ? await namedTops(store, repositories) : await unnamedTops(store, documents);
  const images: ArchiveImage[] = [];
  for (const [id, names] of tops) images.push(await readChain(store, documents, id, names));
  return images;
}

/** `{ "<name>": { "<tag>": "<id>" } }`, by id. */
async function namedTops(store: Store, member: Member): Promise<Map<string, string[]>> {
  const json = await store.json(member);
  if (!isObject(json)) throw wrongShape(member.path, 'the document', 'an object');
  const tops = new Map<string, string[]>();
  for (const [name, tags] of Object.entries(json)) {
    if (!isObject(tags)) throw wrongShape(member.path, JSON.stringify(name), 'an object of tags');
    for (const [tag, id] of Object.entries(tags)) {
      if (typeof id !== 'string' || id === '') throw wrongShape(member.path, JSON.stringify(`${name}:${tag}`), 'an id');
      const names = tops.get(id) ?? [];
      names.push(`${name}:${tag}`);
      tops.set(id, names);
    }
  }
  return tops;
}

/** Images that are no other one's parent: those saved by their id have no names. */
async function unnamedTops(store: Store, documents: LayerDocuments): Promise<Map<string, string[]>> {
  const ids = legacyIds(store);
  const parents = new Set<unknown>();
  for (const id of ids) parents.add((await documents.read(id)).parent);
  return new Map(ids.filter((id) => !parents.has(id)).map((id) => [id, []]));
}

export function legacyIds(store: Store): string[] {
  return store.files.paths().flatMap((path) => {
    const id = /^([^/]+)\/json$/.exec(path)?.[1];
    return id !== undefined && store.files.find(`${id}/layer.tar`) ? [id] : [];
  });
}

async function readChain(store: Store, documents: LayerDocuments, top: string, names: string[]): Promise<ArchiveImage> {
  store.countImage();
  const legacy: Uint8Array[] = [];
  const layers = [];
  const seen = new Set<string>();
  let platform: Platform | undefined;
  for (let id: string | undefined = top; id !== undefined; ) {
    if (seen.has(id)) {
      throw new ArchiveError('manifest-format', `the parents of ${top} lead in a circle`, {
        member: `${id}/json`,
        where: 'parent',
      });
    }
    if (seen.size >= chainLimit) {
      throw new ArchiveError('too-large', `${top} has more than ${chainLimit} layers`, { wanted: chainLimit });
    }
    seen.add(id);
    const document = await documents.read(id);
    const layer = store.files.find(`${id}/layer.tar`);
    if (!layer) {
      throw new ArchiveError('layer-missing', `the layer ${id}/layer.tar is not in the archive`, {
        member: `${id}/layer.tar`,
      });
    }
    platform ??= document.platform;
    legacy.push(document.bytes);
    layers.push(await looseLayer(store, layer, undefined));
    id = document.parent;
  }
  legacy.reverse();
  layers.reverse();
  return {
    names,
    platform,
    kind: 'image',
    config: undefined,
    layers,
    manifest: undefined,
    children: [],
    missing: [],
    legacy,
    size: sizeOfParts(layers),
  };
}

interface LayerDocument {
  bytes: Uint8Array;
  parent: string | undefined;
  platform: Platform | undefined;
}

/** `<id>/json` of each layer, read once: ten thousand images may stand on the same base. */
class LayerDocuments {
  readonly #store: Store;
  readonly #read = new Map<string, LayerDocument>();

  constructor(store: Store) {
    this.#store = store;
  }

  async read(id: string): Promise<LayerDocument> {
    const known = this.#read.get(id);
    if (known) return known;
    const path = `${id}/json`;
    const member = this.#store.files.find(path);
    if (!member) throw new ArchiveError('config-missing', `${path} is not in the archive`, { member: path });
    const json = await this.#store.json(member);
    if (!isObject(json)) throw wrongShape(path, 'the document', 'an object');
    const { parent } = json;
    if (parent !== undefined && typeof parent !== 'string') throw wrongShape(path, 'parent', 'an id');
    const bytes = await this.#store.document(member);
    const document = { bytes, parent: parent || undefined, platform: parseImageConfig(bytes)?.platform };
    this.#read.set(id, document);
    return document;
  }
}
