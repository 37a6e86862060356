import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { randomBytesOf, sha256 } from './bytes.ts';
import { tarOf } from './tar.ts';

const mebibyte = 1024 * 1024;

/** A layer of an archive that is too large to lie in memory: one file, the same for the same seed. */
export interface LargeLayer {
  seed: string;
  mebibytes: number;
}

export interface LargeImage {
  names: string[];
  layers: LargeLayer[];
}

/** Writes what `docker save` writes (manifest.json, config, uncompressed layers), piece by piece. */
export async function writeDockerSave(path: string, image: LargeImage): Promise<{ bytes: number }> {
  const file = await open(path, 'w');
  try {
    const layers: { member: string; digest: string }[] = [];
    for (const [index, layer] of image.layers.entries()) {
      const member = `layer-${index}/layer.tar`;
      layers.push({ member, digest: await writeLayer(file, member, layer) });
    }
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: { Cmd: ['/bin/sh'] },
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
        history: layers.map((_, index) => ({ created_by: `COPY layer-${index} /` })),
      }),
    );
    const configPath = `${sha256(config).slice('sha256:'.length)}.json`;
    const manifest = [{ Config: configPath, RepoTags: image.names, Layers: layers.map(({ member }) => member) }];
    await file.write(
      tarOf([
        { path: configPath, content: config },
        { path: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) },
      ]),
    );
    return { bytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

async function writeLayer(file: FileHandle, member: string, { seed, mebibytes }: LargeLayer): Promise<string> {
  const inner = mebibytes * mebibyte;
  const innerHeader = headerOf(`data-${seed}.bin`, inner);
  const end = Buffer.alloc(1024);
  await file.write(headerOf(member, innerHeader.length + inner + end.length));
  const hash = createHash('sha256').update(innerHeader);
  await file.write(innerHeader);
  // Repeats within a compressor's window, so that compressing does not take most of the time; no two pieces are the same.
  const block = randomBytesOf(seed, 16 * 1024);
  const piece = Buffer.concat(Array.from({ length: mebibyte / block.length }, () => block));
  for (let index = 0; index < mebibytes; index += 1) {
    piece.writeUInt32BE(index, 0);
    hash.update(piece);
    await file.write(piece);
  }
  hash.update(end);
  await file.write(end);
  return `sha256:${hash.digest('hex')}`;
}

/** The header that `tarOf` would write. */
function headerOf(path: string, size: number): Buffer {
  const header = tarOf([{ path, content: new Uint8Array(0) }]).subarray(0, 512);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
