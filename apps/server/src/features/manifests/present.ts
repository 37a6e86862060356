import type { ManifestView } from '@wharf/api';
import type { Descriptor, HistoryEntry, ImageConfig, Manifest, Platform } from '@wharf/oci';
import { artifactTypeShown } from '../artifact-type.ts';
import { isoTime } from '../iso-time.ts';

export interface ManifestParts {
  row: {
    digest: string;
    media_type: string;
    kind: 'image' | 'index';
    artifact_type: string | null;
    size: number;
    content_size: number;
    /** JSON: Platform[] */
    platforms: string;
    pushed_at: number;
    pushed_by: string;
    content: Uint8Array;
  };
  manifest: Manifest;
  config: ImageConfig | undefined;
  tags: string[];
  /** What a child's own config says, by digest. */
  platformOf: ReadonlyMap<string, Platform | undefined>;
  /** Whether the reader holds a level on the repository: others do not learn who works on it. */
  held: boolean;
}

export function presentManifest({ row, manifest, config, tags, platformOf, held }: ManifestParts): ManifestView {
  const descriptors = manifest.kind === 'image' ? manifest.layers : [];
  const history = linkHistory(config?.history ?? [], descriptors.length);
  const instructionOf = new Map(history.map((entry) => [entry.layer, entry.createdBy]));
  return {
    digest: row.digest,
    mediaType: row.media_type,
    kind: row.kind,
    artifactType: artifactTypeShown(row.artifact_type),
    size: row.size,
    contentSize: row.content_size,
    platforms: JSON.parse(row.platforms) as Platform[],
    annotations: manifest.annotations ?? {},
    pushedAt: isoTime(row.pushed_at),
    pushedBy: held ? row.pushed_by : null,
    tags,
    config: manifest.kind === 'image' && config ? presentConfig(manifest.config.digest, config) : null,
    layers: descriptors.map(({ digest, mediaType, size }, index) => ({
      digest,
      mediaType,
      size,
      createdBy: instructionOf.get(index) ?? null,
    })),
    history,
    children: manifest.kind === 'index' ? manifest.manifests.map((child) => presentChild(child, platformOf)) : [],
    raw: new TextDecoder().decode(row.content),
  };
}

/**
 * Names the layer of each instruction that made one (OCI image spec, "Image Configuration", history): the n-th of them
 * made the n-th layer. Where the numbers differ nobody knows which made which.
 */
export function linkHistory(entries: HistoryEntry[], layerCount: number): ManifestView['history'] {
  const linked = entries.filter((entry) => !entry.emptyLayer).length === layerCount;
  let next = 0;
  return entries.map(({ createdBy, created, emptyLayer }) => ({
    createdBy,
    created: created ?? null,
    layer: linked && !emptyLayer ? next++ : null,
  }));
}

function presentConfig(digest: string, config: ImageConfig): ManifestView['config'] {
  return {
    digest,
    created: config.created ?? null,
    author: config.author ?? null,
    user: config.user ?? null,
    workingDir: config.workingDir ?? null,
    entrypoint: config.entrypoint,
    command: config.command,
    env: config.env,
    exposedPorts: config.exposedPorts,
    volumes: config.volumes,
    labels: config.labels,
    stopSignal: config.stopSignal ?? null,
  };
}

function presentChild(
  { digest, mediaType, size, platform }: Descriptor,
  platformOf: ReadonlyMap<string, Platform | undefined>,
): ManifestView['children'][number] {
  // BuildKit marks its attestations as `unknown/unknown`: no platform that anybody could ask for.
  const stated = platform?.os === 'unknown' ? undefined : (platform ?? platformOf.get(digest));
  return { digest, mediaType, size, platform: stated ?? null };
}
