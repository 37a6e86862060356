import { expect, test } from 'vitest';
import { parseImageConfig } from './image-config.ts';

const platformOf = (config: object) => parseImageConfig(new TextEncoder().encode(JSON.stringify(config)))?.platform;

test('a config names its platform, unless a part of it is too long to be one', () => {
  const platform = { os: 'linux', architecture: 'arm64', variant: 'v8' };
  expect(platformOf(platform)).toEqual(platform);
  for (const part of ['os', 'architecture', 'variant']) {
    expect(platformOf({ ...platform, [part]: 'x'.repeat(65) }), part).toBeUndefined();
  }
});
