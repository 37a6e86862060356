import { expect, test } from 'vitest';
import { artifactCommand } from './artifact-command.ts';

const place = { registryHost: '127.0.0.1:8080', insecure: true };

test('images are left to the container tools', () => {
  expect(artifactCommand('image', place, 'shop/web', { tag: 'v1', reference: ':v1' })).toBeUndefined();
  expect(artifactCommand('index', place, 'shop/web', { tag: 'v1', reference: ':v1' })).toBeUndefined();
});

test('a chart is pulled by helm, which spells versions with a plus', () => {
  expect(artifactCommand('helm', place, 'shop/chart', { tag: '1.2.0_build5', reference: ':1.2.0_build5' })).toBe(
    'helm pull --plain-http oci://127.0.0.1:8080/shop/chart --version 1.2.0+build5',
  );
});

test('anything else is fetched by oras', () => {
  expect(
    artifactCommand('sbom', { registryHost: 'hub.example.com', insecure: false }, 'shop/web', {
      tag: 'v1',
      reference: '@sha256:ab',
    }),
  ).toBe('oras pull hub.example.com/shop/web@sha256:ab');
});
