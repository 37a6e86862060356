import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { sha256 } from './bytes.ts';
import type { Outcome, Workplace } from './command.ts';
import type { TestImage } from './images.ts';

export interface Containerd {
  /** `ctr` against this containerd. */
  ctr(...args: string[]): Promise<Outcome>;
  /** Where the native snapshotter unpacked an image that was pulled. */
  unpackedAt(image: TestImage): Promise<string>;
}

/** A containerd of the workplace's own; it ends with the workplace. */
export async function startContainerd(workplace: Workplace): Promise<Containerd> {
  const socket = workplace.path('run', 'containerd.sock');
  const config = workplace.path('containerd.toml');
  await writeFile(
    config,
    `version = 2
root = "${workplace.path('containerd')}"
state = "${workplace.path('run', 'containerd')}"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs"]
[grpc]
address = "${socket}"
[ttrpc]
address = "${socket}.ttrpc"
`,
  );
  const daemon = workplace.launch('containerd', ['--config', config]);
  let output = '';
  daemon.stderr?.on('data', (data: Buffer) => {
    output += data;
  });
  for (let left = 200; !(existsSync(socket) && output.includes('containerd successfully booted')); left -= 1) {
    if (left === 0 || daemon.exitCode !== null) throw new Error(`containerd did not start:\n${output.slice(-3000)}`);
    await wait(50);
  }
  const ctr: Containerd['ctr'] = (...args) =>
    workplace.run('ctr', ['--address', socket, '--namespace', 'e2e', ...args]);
  return {
    ctr,
    unpackedAt: async ({ config }) => {
      const top = chainOf(JSON.parse(config.bytes.toString()).rootfs.diff_ids);
      const view = ['snapshots', '--snapshotter', 'native', 'view', '--mounts', `view-of-${top}`, top];
      return JSON.parse((await ctr(...view)).stdout)[0].Source;
    },
  };
}

/** The name of layers one over another (image spec, "Layer ChainID"). */
function chainOf(layers: readonly string[]): string {
  return layers.reduce((below, layer) => sha256(`${below} ${layer}`));
}
