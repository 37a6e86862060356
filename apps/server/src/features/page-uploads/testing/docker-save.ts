import { createHash } from 'node:crypto';

/** One member of a tar (POSIX ustar). */
export function tarMember(path: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000644\x000000000\x000000000\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export function tar(members: Record<string, Uint8Array>): Buffer {
  const parts = Object.entries(members).map(([path, content]) => tarMember(path, content));
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export interface SavedImage {
  names: string[];
  layers: Buffer[];
  /** What the config says of the layers, when that is not the truth. */
  diffIds?: string[];
}

/** What `docker save` writes (manifest.json, configs, uncompressed layers). */
export function dockerSave(
  images: SavedImage[],
  change: (members: Record<string, Uint8Array>) => void = () => {},
): Buffer {
  const members: Record<string, Uint8Array> = {};
  const manifest = images.map(({ names, layers, diffIds }) => {
    const digests = layers.map(sha256);
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: {},
        rootfs: { type: 'layers', diff_ids: diffIds ?? digests },
      }),
    );
    const configName = `${sha256(config).slice(7)}.json`;
    members[configName] = config;
    const paths = layers.map((layer, index) => {
      const path = `${digests[index]?.slice(7)}/layer.tar`;
      members[path] = layer;
      return path;
    });
    return { Config: configName, RepoTags: names, Layers: paths };
  });
  members['manifest.json'] = Buffer.from(JSON.stringify(manifest));
  change(members);
  return tar(members);
}

/** A layer of one file. */
export function layerOf(text: string): Buffer {
  return tar({ 'etc/motd': Buffer.from(text) });
}
