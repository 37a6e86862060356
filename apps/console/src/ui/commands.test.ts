import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pullCommands, pushCommands, shellWord, tools } from './commands.ts';

const plain = { registryHost: 'registry.example:8080', insecure: true };
const secure = { registryHost: 'registry.example', insecure: false };

function texts(commands: ReturnType<typeof pullCommands>): string[] {
  return tools.flatMap((tool) => commands[tool].map(({ text }) => text));
}

test('plain HTTP is said to the tools that ask, and only then', () => {
  const flags = /--tls-verify=false|--plain-http|--insecure-registry|--src-tls-verify=false|--dest-tls-verify=false/;
  const all = (place: typeof plain) => [
    ...texts(pullCommands(place, 'web/shop', ':v1')),
    ...texts(pushCommands(place, 'web/shop', 'v1')),
  ];
  expect(all(secure).filter((text) => flags.test(text))).toEqual([]);
  const asked = all(plain).filter((text) => /^(?:podman (?!tag)|skopeo|ctr (?!images tag)|nerdctl (?!tag))/.test(text));
  expect(asked.length).toBeGreaterThan(6);
  expect(asked.filter((text) => !flags.test(text))).toEqual([]);
});

test('a pull names the image by tag or digest', () => {
  expect(pullCommands(secure, 'web/team/shop', ':v1').docker[0]?.text).toBe(
    'docker pull registry.example/web/team/shop:v1',
  );
  const digest = `@sha256:${'0'.repeat(64)}`;
  expect(pullCommands(secure, 'web/shop', digest).podman[0]?.text).toBe(
    `podman pull registry.example/web/shop${digest}`,
  );
});

test("a pod's container has a name that Kubernetes takes", () => {
  const yaml = pullCommands(secure, 'web/my.image__x', ':v1').kubernetes[0]?.text ?? '';
  expect(/- name: ([a-z0-9][a-z0-9-]*)\n\s+image:/.exec(yaml)?.[1]).toBe('my-image-x');
});

test('a cluster is no way to push', () => {
  expect(pushCommands(secure, 'web/IMAGE').kubernetes).toEqual([]);
});

test('a shell reads each word back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary-ascii' }).filter((text) => !text.includes('\0')),
      (text) => {
        const read = execFileSync('/bin/sh', ['-c', `printf '%s' ${shellWord(text)}`], { encoding: 'utf8' });
        expect(read).toBe(text);
      },
    ),
    { numRuns: 30, examples: [["it's"], ['$(id)'], ['a b'], [''], ['-p']] },
  );
});
