import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mediaTypes } from '@wharf/oci';
import { sha256 } from './content.ts';
import { writeLayer } from './layer.ts';
import { median } from './measure.ts';
import { peakMegabytes } from './processes.ts';
import { type Row, row } from './report.ts';
import { startWharf, type Wharf } from './wharf.ts';

const gibibyte = 1024 ** 3;
const layers = [
  { name: '1 GiB layer (20 000 files)', files: 20_000, bytes: gibibyte },
  { name: '256 MiB layer (250 000 files)', files: 250_000, bytes: gibibyte / 4 },
];
const rounds = 3;

/** How fast the files of a pushed layer become known, and at which memory. There is no peer that does this. */
export async function fileIndex(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-layer-'));
  const rows: Row[] = [];
  try {
    for (const { name, ...shape } of layers) {
      const figures: Figures[] = [];
      for (let round = 0; round < rounds; round += 1) figures.push(await measureOnce(join(folder, 'layer'), shape));
      const of = (figure: keyof Figures) => median(figures.map((one) => one[figure]));
      rows.push(
        row(`file index of a ${name}`, 'MB/s', of('megabytesPerSecond'), Number.NaN),
        row('  first list of it', 'ms', of('firstList'), Number.NaN),
        row('  peak memory of the server', 'MB', of('peak'), Number.NaN, { of: 'ours', is: '<=', value: 400 }),
      );
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Figures {
  /** Of the unpacked layer. */
  megabytesPerSecond: number;
  firstList: number;
  peak: number;
}

async function measureOnce(path: string, shape: { files: number; bytes: number }): Promise<Figures> {
  const wharf = await startWharf();
  try {
    const digest = await push(wharf, path, shape);
    const address = `/organizations/bench/repositories/app/manifests/${digest}`;
    let began: number | undefined;
    for (;;) {
      const { state, layers: found } = (await wharf.api.call('GET', `${address}/file-index`)) as FileIndex;
      if (found[0]?.state === 'running') began ??= performance.now();
      if (state === 'ready') break;
      await pause(20);
    }
    const seconds = (performance.now() - (began ?? Number.NaN)) / 1000;
    // The question above has built the tree; what it took was waited for.
    const asked = performance.now();
    await wharf.api.call('GET', `${address}/files?path=srv/data/0`);
    return {
      megabytesPerSecond: shape.bytes / 1e6 / seconds,
      firstList: performance.now() - asked,
      peak: Math.max(...peakMegabytes(wharf.pid)),
    };
  } finally {
    await wharf.stop();
  }
}

interface FileIndex {
  state: string;
  layers: { state: string }[];
}

async function push(wharf: Wharf, path: string, shape: { files: number; bytes: number }): Promise<string> {
  const { digest, size } = await writeLayer(path, shape);
  const begun = await fetch(`${wharf.origin}/v2/bench/app/blobs/uploads/`, { method: 'POST', headers: wharf.headers });
  const location = new URL(begun.headers.get('location') ?? '', wharf.origin);
  location.searchParams.set('digest', digest);
  const body = await openAsBlob(path);
  const headers = { ...wharf.headers, 'Content-Type': 'application/octet-stream' };
  const sent = await fetch(location, { method: 'PUT', headers, body });
  if (sent.status !== 201) throw new Error(`the layer was answered with ${sent.status}: ${await sent.text()}`);
  const config = Buffer.from('{"os":"linux","architecture":"amd64"}');
  await wharf.client.pushBlob('bench/app', sha256(config), config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: mediaTypes.ociConfig, digest: sha256(config), size: config.length },
      layers: [{ mediaType: mediaTypes.ociLayerGzip, digest, size }],
    }),
  );
  await wharf.client.putManifest('bench/app', 'files', manifest, mediaTypes.ociManifest);
  return sha256(manifest);
}
