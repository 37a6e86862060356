import { type Commands, shellWord } from '../../ui/commands.ts';
import type { ArchiveFormat } from './download-address.ts';

/** What brings the archive into each tool; `reference` is the full name of one of its tags. */
export function loadCommands(fileName: string, reference: string, format: ArchiveFormat): Commands {
  const file = shellWord(fileName);
  const tag = reference.slice(reference.lastIndexOf(':') + 1);
  const source = format === 'docker' ? `docker-archive:${file}:${reference}` : `oci-archive:${file}:${tag}`;
  const all = format === 'oci' ? ' --all' : '';
  return {
    // An engine without the containerd image store reads no plain OCI layout.
    docker: format === 'docker' ? [{ text: `docker load -i ${file}` }] : [],
    podman: [{ text: `podman load -i ${file}` }],
    containerd: [{ text: `ctr images import ${file}` }],
    skopeo: [{ text: `skopeo copy${all} ${source} docker://REGISTRY/IMAGE:TAG` }],
    crictl: [],
    kubernetes: [],
    github: [],
    gitlab: [],
  };
}
