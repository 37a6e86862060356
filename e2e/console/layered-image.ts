import { gzipSync } from 'node:zlib';
import { mediaTypes } from '@wharf/oci';
import { sha256 } from '../support/bytes.ts';
import { contentOf, manifestOf, type TestImage } from '../support/images.ts';
import { tarOf } from '../support/tar.ts';

/** An image of exactly these files: in each layer, paths with their text, `→target` for a link. */
export function layeredImage(
  layers: readonly { createdBy: string; files: Record<string, string | Uint8Array> }[],
  config: { env?: string[]; user?: string; architecture?: string } = {},
): TestImage {
  const tars = layers.map(({ files }) =>
    tarOf(
      Object.entries(files).map(([path, content]) =>
        typeof content === 'string' && content.startsWith('→')
          ? { path, content: Buffer.alloc(0), mode: 0o777, link: content.slice(1) }
          : { path, content: Buffer.from(content) },
      ),
    ),
  );
  const blobs = tars.map((tar) => contentOf(mediaTypes.ociLayerGzip, gzipSync(tar)));
  const { env = ['PATH=/bin'], user = 'app', architecture = 'amd64' } = config;
  const document = {
    os: 'linux',
    architecture,
    config: { Env: env, User: user },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => sha256(tar)) },
    history: layers.map(({ createdBy }) => ({ created_by: createdBy })),
  };
  const described = contentOf(mediaTypes.ociConfig, JSON.stringify(document));
  return { config: described, layers: blobs, manifest: manifestOf(described, blobs) };
}
