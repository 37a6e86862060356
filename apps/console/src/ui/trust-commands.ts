import type { CommandLine, Commands } from './commands.ts';

/**
 * The lines that make each tool trust the certificate of this server, and nothing else by it. The certificate is fetched
 * unproved: whoever runs them compares its fingerprint.
 */
export function trustCommands(registryHost: string): Commands {
  const fetchTo = (folder: string): CommandLine => {
    const place = `${folder}/${registryHost}`;
    const text = `sudo mkdir -p ${place} && sudo curl -fsSk https://${registryHost}/api/certificate -o ${place}/ca.crt`;
    return { note: 'trust-fetch', text };
  };
  const compare = (folder: string): CommandLine => ({
    note: 'trust-compare',
    text: `openssl x509 -in ${folder}/${registryHost}/ca.crt -noout -fingerprint -sha256`,
  });
  const containerd = '/etc/containerd/certs.d';
  const hosts = [
    `server = "https://${registryHost}"`,
    '',
    `[host."https://${registryHost}"]`,
    `  ca = "${containerd}/${registryHost}/ca.crt"`,
  ].join('\n');
  const forContainerd: CommandLine[] = [
    fetchTo(containerd),
    compare(containerd),
    { note: 'trust-hosts', text: `sudo tee ${containerd}/${registryHost}/hosts.toml <<'EOF'\n${hosts}\nEOF` },
  ];
  const docker = '/etc/docker/certs.d';
  const containers = '/etc/containers/certs.d';
  return {
    docker: [fetchTo(docker), compare(docker)],
    podman: [fetchTo(containers), compare(containers)],
    containerd: forContainerd,
    skopeo: [fetchTo(containers), compare(containers)],
    crictl: forContainerd,
    kubernetes: forContainerd,
    github: [],
    gitlab: [],
  };
}
