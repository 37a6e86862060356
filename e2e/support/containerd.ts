import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome, Workplace } from './command.ts';

export interface Containerd {
  /** `ctr` against this containerd. */
  ctr(...args: string[]): Promise<Outcome>;
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
  return { ctr: (...args) => workplace.run('ctr', ['--address', socket, '--namespace', 'e2e', ...args]) };
}
