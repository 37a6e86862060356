import type { Tag } from '@wharf/api';
import { expect, test } from 'vitest';
import { downloadAddress, platformsOf, tagsWithout } from './download-address.ts';
import { loadCommands } from './load-commands.ts';

const tag = (name: string, ...architectures: string[]) =>
  ({ name, platforms: architectures.map((architecture) => ({ os: 'linux', architecture })) }) as Tag;

test('the address names every tag and platform, and keeps a path with slashes in one piece', () => {
  const choice = {
    organization: 'acme',
    repository: 'team/web',
    tags: ['1.0', '2.0'],
    platforms: ['linux/arm64/v8'],
    format: 'oci' as const,
  };
  expect(downloadAddress(choice)).toBe(
    '/api/organizations/acme/repositories/team%2Fweb/download?tag=1.0&tag=2.0&platform=linux%2Farm64%2Fv8&format=oci',
  );
});

test('platforms are those of all tags; a tag without a chosen one is named', () => {
  const tags = [tag('a', 'arm64', 'amd64'), tag('b', 'amd64')];
  expect(platformsOf(tags)).toEqual(['linux/amd64', 'linux/arm64']);
  expect(tagsWithout(tags, ['linux/arm64'])).toEqual(['b']);
  expect(tagsWithout(tags, [])).toEqual([]);
});

test('each tool is told the file and, where it must choose, the image in it', () => {
  const reference = 'localhost:8080/acme/web:1.0';
  const docker = loadCommands('acme-web-1.0.tar', reference, 'docker');
  expect(docker.docker).toEqual([{ text: 'docker load -i acme-web-1.0.tar' }]);
  expect(docker.skopeo[0]?.text).toContain(`docker-archive:acme-web-1.0.tar:${reference} `);
  const oci = loadCommands('acme-web-1.0.oci.tar', reference, 'oci');
  expect(oci.docker).toEqual([]);
  expect(oci.skopeo[0]?.text).toContain(' --all oci-archive:acme-web-1.0.oci.tar:1.0 ');
});
