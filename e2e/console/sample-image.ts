import { gzipSync } from 'node:zlib';
import { mediaTypes } from '@wharf/oci';
import { randomBytesOf, sha256 } from '../support/bytes.ts';
import { contentOf, manifestOf, type TestImage, type TestIndex } from '../support/images.ts';
import { tarOf } from '../support/tar.ts';

const created = '2026-01-02T03:04:05Z';
export const sourceAddress = 'https://code.example.com/shop/web';

/** The steps of a small web service, as the classic builder and BuildKit write them; bytes only where a layer is made. */
const steps: { createdBy: string; bytes?: number }[] = [
  { createdBy: '/bin/sh -c #(nop) ADD file:3a1f09 in / ', bytes: 620_000 },
  { createdBy: 'RUN /bin/sh -c apt-get update && apt-get install -y ca-certificates # buildkit', bytes: 240_000 },
  { createdBy: 'ENV NODE_ENV=production' },
  { createdBy: 'WORKDIR /srv/app', bytes: 90 },
  { createdBy: 'COPY package.json pnpm-lock.yaml ./ # buildkit', bytes: 9_000 },
  { createdBy: 'RUN /bin/sh -c npm ci --omit=dev # buildkit', bytes: 410_000 },
  { createdBy: 'COPY dist ./dist # buildkit', bytes: 66_000 },
  { createdBy: 'EXPOSE map[8080/tcp:{}]' },
  { createdBy: 'ENTRYPOINT ["/usr/bin/node"]' },
  { createdBy: 'CMD ["dist/main.js"]' },
];
export const sampleLayerCount = steps.filter(({ bytes }) => bytes !== undefined).length;

/** An image with all that the console shows of one. */
export function sampleImage(seed: string, platform = 'linux/amd64'): TestImage {
  const [os = '', architecture = '', variant] = platform.split('/');
  const tars = steps.flatMap(({ bytes }, step) =>
    bytes === undefined ? [] : [layerTar(`${seed}/${platform}`, step, bytes)],
  );
  const layers = tars.map((tar) => contentOf(mediaTypes.ociLayerGzip, gzipSync(tar, { level: 1 })));
  const config = contentOf(
    mediaTypes.ociConfig,
    JSON.stringify({
      os,
      architecture,
      ...(variant ? { variant } : {}),
      created,
      author: 'Wharf',
      config: {
        User: 'node',
        WorkingDir: '/srv/app',
        Entrypoint: ['/usr/bin/node'],
        Cmd: ['dist/main.js'],
        Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'NODE_ENV=production'],
        ExposedPorts: { '8080/tcp': {} },
        Volumes: { '/srv/data': {} },
        Labels: { 'org.opencontainers.image.title': 'Sample shop', maintainer: 'web@example.com' },
        StopSignal: 'SIGTERM',
      },
      rootfs: { type: 'layers', diff_ids: tars.map((tar) => sha256(tar)) },
      history: steps.map(({ createdBy, bytes }) => ({
        created,
        created_by: createdBy,
        ...(bytes === undefined ? { empty_layer: true } : {}),
      })),
    }),
  );
  const annotations = { 'org.opencontainers.image.source': sourceAddress };
  return { config, layers, manifest: manifestOf(config, layers, { annotations }) };
}

export function sampleIndex(seed: string, platforms: readonly string[]): TestIndex {
  const images = platforms.map((platform) => sampleImage(seed, platform));
  const manifests = images.map(({ manifest }, at) => {
    const [os, architecture, variant] = (platforms[at] ?? '').split('/');
    return { ...manifest.descriptor, platform: { os, architecture, ...(variant ? { variant } : {}) } };
  });
  const document = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  return { images, index: contentOf(mediaTypes.ociIndex, JSON.stringify(document)) };
}

/** A chart as `helm push` sends it. */
export function sampleChart(): TestImage {
  const config = contentOf(
    'application/vnd.cncf.helm.config.v1+json',
    JSON.stringify({ name: 'shop', version: '1.2.0' }),
  );
  const chart = contentOf('application/vnd.cncf.helm.chart.content.v1.tar+gzip', gzipSync(layerTar('chart', 0, 4_000)));
  return { config, layers: [chart], manifest: manifestOf(config, [chart]) };
}

function layerTar(seed: string, step: number, bytes: number): Buffer {
  return tarOf([{ path: `srv/step-${step}.bin`, content: randomBytesOf(`${seed}/${step}`, bytes) }]);
}
