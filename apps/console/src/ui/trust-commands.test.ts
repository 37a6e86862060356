import { expect, test } from 'vitest';
import { tools } from './commands.ts';
import { trustCommands } from './trust-commands.ts';

test('each tool gets the certificate where it looks for that of this host and port', () => {
  const commands = trustCommands('registry.lan:8443');
  // CI brings machines of its own.
  for (const tool of tools.filter((one) => commands[one].length > 0)) {
    const folder = { docker: 'docker', podman: 'containers', skopeo: 'containers' }[tool as string] ?? 'containerd';
    const file = `/etc/${folder}/certs.d/registry.lan:8443/ca.crt`;
    expect(commands[tool][0]?.text).toContain(`https://registry.lan:8443/api/certificate -o ${file}`);
    expect(commands[tool][1]?.text).toBe(`openssl x509 -in ${file} -noout -fingerprint -sha256`);
  }
  expect(tools.filter((tool) => commands[tool].length === 0)).toEqual(['github', 'gitlab']);
  expect(commands.containerd[2]?.text).toContain('[host."https://registry.lan:8443"]\n  ca = "/etc/containerd/');
});
