import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Commands, tools } from './commands.ts';
import { loginCommands } from './login-commands.ts';

const plain = { registryHost: 'registry.example:8080', insecure: true };
const secure = { registryHost: 'registry.example', insecure: false };
const login = { login: '@main+ci', password: 'p4ss' };

const linesOf = (commands: Commands) => tools.flatMap((tool) => commands[tool]);
const yamlOf = (commands: Commands) => linesOf(commands).find(({ note }) => note === 'pull-secret-yaml');

test('what a person runs names host, user and password', () => {
  const commands = loginCommands(secure, login);
  for (const tool of ['docker', 'podman', 'containerd', 'skopeo', 'crictl'] as const) {
    for (const { text } of commands[tool]) {
      for (const part of ['registry.example', '@main+ci', 'p4ss']) expect(text).toContain(part);
    }
  }
  const access = { login: 'WK0123456789ABCDEFGH', password: 'ab12' };
  expect(loginCommands(secure, access).docker).toEqual([
    { text: 'docker login -u WK0123456789ABCDEFGH -p ab12 registry.example' },
  ]);
});

test('plain HTTP is said to the tools that ask, and only then', () => {
  const flags = /--tls-verify=false|--plain-http|--insecure-registry/;
  const all = (place: typeof plain) => linesOf(loginCommands(place, login)).map(({ text }) => text);
  expect(all(secure).filter((text) => flags.test(text))).toEqual([]);
  const asked = all(plain).filter((text) => /^(?:podman|skopeo|ctr|nerdctl|push-image)/.test(text));
  expect(asked).toHaveLength(6);
  expect(asked.filter((text) => !flags.test(text))).toEqual([]);
});

test('the pull secret holds what kubectl would have made', () => {
  const line = yamlOf(loginCommands(plain, login));
  const [, name, data] = /^ {2}name: (\S+)$[\s\S]*^ {2}\.dockerconfigjson: (\S+)$/m.exec(line?.text ?? '') ?? [];
  expect(name).toBe('wharf');
  expect(line?.text).toMatch(/^apiVersion: v1\nkind: Secret\n/);
  expect(line?.text).toContain('\ntype: kubernetes.io/dockerconfigjson\n');
  // `kubectl create secret docker-registry wharf --docker-server=… --dry-run=client -o yaml` of kubectl 1.20, to the letter.
  expect(data).toBe(
    'eyJhdXRocyI6eyJyZWdpc3RyeS5leGFtcGxlOjgwODAiOnsidXNlcm5hbWUiOiJAbWFpbitjaSIsInBhc3N3b3JkIjoicDRzcyIsImF1dGgiOiJRRzFoYVc0clkyazZjRFJ6Y3c9PSJ9fX0=',
  );
  expect(line?.secret).toBe(data);
});

test('what is committed to a repository holds no password', () => {
  const commands = loginCommands(secure, login);
  const files = linesOf(commands).filter(({ note }) => note === 'github-step' || note === 'gitlab-job');
  expect(files).toHaveLength(2);
  for (const { text } of files) {
    expect(text).not.toContain('p4ss');
    expect(text).toContain('WHARF_PASSWORD');
    expect(text).toContain('registry.example');
    expect(text).toContain('@main+ci');
  }
});

test('GitLab’s script gives the password as it is', () => {
  const [, text] = /- \|\n {6}(.*)$/.exec(loginCommands(secure, login).gitlab[1]?.text ?? '') ?? [];
  const script = (text ?? '').replace(/docker login.*/, 'cat');
  const env = { WHARF_PASSWORD: 'a%s b$x"\\n' };
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env })).toBe(env.WHARF_PASSWORD);
});

test('wherever a password stands, also in another form, it can be masked', () => {
  for (const place of [plain, secure]) {
    for (const { text, secret } of linesOf(loginCommands(place, login))) {
      const seen = text.replaceAll(login.password, '•').replaceAll(secret ?? login.password, '•');
      const decoded = seen.match(/[A-Za-z0-9+/]{8,}=*/g)?.map((word) => Buffer.from(word, 'base64').toString());
      expect([seen, ...(decoded ?? [])].filter((part) => part.includes(login.password))).toEqual([]);
    }
  }
});
