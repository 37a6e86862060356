import type { Descriptor } from './descriptor.ts';
import { isDigest } from './digest.ts';
import { isIndexMediaType, isManifestMediaType, type ManifestMediaType } from './media-type.ts';
import { type Platform, plausiblePlatform } from './platform.ts';

/** An image manifest (OCI or Docker schema 2): what one platform is made of. */
export interface ImageManifest {
  kind: 'image';
  mediaType: ManifestMediaType;
  artifactType?: string;
  config: Descriptor;
  layers: Descriptor[];
  subject?: Descriptor;
  annotations?: Record<string, string>;
}

/** An image index or a Docker manifest list. */
export interface ImageIndex {
  kind: 'index';
  mediaType: ManifestMediaType;
  artifactType?: string;
  manifests: Descriptor[];
  subject?: Descriptor;
  annotations?: Record<string, string>;
}

export type Manifest = ImageManifest | ImageIndex;

/** How many layers or children one document may name: a bound on the work that a client can ask for. */
export const manifestEntryLimit = 10_000;

/** A manifest that cannot be taken; `message` says what is wrong and where, for the one who pushed. */
export class ManifestFormatError extends Error {
  override name = 'ManifestFormatError';
}

type Json = Record<string, unknown>;

/**
 * Reads the bytes of a manifest, checking what the registry relies on and leaving the rest alone.
 * @param contentType the request's media type without parameters, or undefined to take the document's own.
 * @throws ManifestFormatError
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  const json = parseObject(bytes);
  const declared = json.mediaType;
  if (declared !== undefined && typeof declared !== 'string')
    throw new ManifestFormatError('mediaType is not a string');
  if (declared !== undefined && contentType !== undefined && declared !== contentType) {
    throw new ManifestFormatError(`Content-Type is ${contentType} but the manifest's mediaType is ${declared}`);
  }
  const mediaType = contentType ?? declared;
  if (mediaType === undefined)
    throw new ManifestFormatError('neither Content-Type nor mediaType names the kind of manifest');
  if (json.schemaVersion !== 2) throw new ManifestFormatError('schemaVersion must be 2 (Docker schema 1 is not taken)');
  if (!isManifestMediaType(mediaType))
    throw new ManifestFormatError(`the media type ${mediaType} is not a manifest that this registry takes`);
  const common = {
    mediaType,
    ...optional('artifactType', optionalString(json, 'artifactType')),
    ...optional('subject', json.subject === undefined ? undefined : descriptor(json.subject, 'subject')),
    ...optional('annotations', annotations(json.annotations, 'annotations')),
  };
  if (isIndexMediaType(mediaType)) {
    if (json.layers !== undefined || json.config !== undefined) {
      throw new ManifestFormatError('an index may not hold config or layers');
    }
    const manifests = descriptors(json.manifests, 'manifests');
    checkSum(manifests);
    return { kind: 'index', ...common, manifests };
  }
  if (json.manifests !== undefined) throw new ManifestFormatError('an image manifest may not hold manifests');
  const config = descriptor(json.config, 'config');
  const layers = descriptors(json.layers, 'layers');
  checkSum([config, ...layers]);
  return { kind: 'image', ...common, config, layers };
}

/** Each size is a safe integer, but the registry keeps their sum. */
function checkSum(parts: Descriptor[]): void {
  if (!Number.isSafeInteger(parts.reduce((sum, { size }) => sum + size, 0))) {
    throw new ManifestFormatError('the sizes of its parts add up to more than any storage holds');
  }
}

/** What referrers lists show as the type (distribution spec, "Listing Referrers"): artifactType, else the config's type. */
export function manifestArtifactType(manifest: Manifest): string | undefined {
  if (manifest.artifactType) return manifest.artifactType;
  return manifest.kind === 'image' ? manifest.config.mediaType : undefined;
}

function parseObject(bytes: Uint8Array): Json {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ManifestFormatError('the body is not JSON in UTF-8');
  }
  return object(json, 'the manifest');
}

function object(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ManifestFormatError(`${where} is not an object`);
  }
  return value as Json;
}

function descriptors(value: unknown, where: string): Descriptor[] {
  if (!Array.isArray(value)) throw new ManifestFormatError(`${where} is not a list`);
  if (value.length > manifestEntryLimit)
    throw new ManifestFormatError(`${where} has more than ${manifestEntryLimit} entries`);
  return value.map((entry, index) => descriptor(entry, `${where}[${index}]`));
}

function descriptor(value: unknown, where: string): Descriptor {
  const json = object(value, where);
  const { mediaType, digest, size, urls } = json;
  if (typeof mediaType !== 'string' || mediaType === '') throw new ManifestFormatError(`${where}.mediaType is missing`);
  checkText(mediaType, `${where}.mediaType`);
  if (typeof digest !== 'string' || !isDigest(digest)) throw new ManifestFormatError(`${where}.digest is not a digest`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new ManifestFormatError(`${where}.size is not a size in bytes`);
  }
  if (urls !== undefined && !(Array.isArray(urls) && urls.every((url) => typeof url === 'string'))) {
    throw new ManifestFormatError(`${where}.urls is not a list of strings`);
  }
  return {
    mediaType,
    digest,
    size,
    ...optional('urls', urls as string[] | undefined),
    ...optional('artifactType', optionalString(json, 'artifactType')),
    ...optional('annotations', annotations(json.annotations, `${where}.annotations`)),
    ...optional('platform', platform(json.platform)),
  };
}

function platform(value: unknown): Platform | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { os, architecture, variant, 'os.version': version } = value as Json;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return plausiblePlatform({
    os,
    architecture,
    ...optional('variant', typeof variant === 'string' ? variant : undefined),
    ...optional('os.version', typeof version === 'string' ? version : undefined),
  });
}

function annotations(value: unknown, where: string): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  const json = object(value, where);
  for (const [key, text] of Object.entries(json)) {
    if (typeof text !== 'string') throw new ManifestFormatError(`${where}[${JSON.stringify(key)}] is not a string`);
  }
  return json as Record<string, string>;
}

function optionalString(json: Json, key: string): string | undefined {
  const value = json[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new ManifestFormatError(`${key} is not a string`);
  checkText(value, key);
  return value;
}

/** Types are kept as columns of their own, and PostgreSQL takes no NUL in a text. */
function checkText(text: string, where: string): void {
  if (text.includes('\0')) throw new ManifestFormatError(`${where} holds a NUL character`);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
