import { expect, test } from 'vitest';
import { readFilesPlace, writeFilesPlace } from './files-address.ts';

test('a place goes into the address and comes out of it, beside what else stands there', () => {
  const place = { dir: 'usr/my bin', file: 'usr/my bin/a&b', layer: '2', find: 'x', sort: '-size' } as const;
  const address = writeFilesPlace(new URLSearchParams('tab=files'), place);
  expect(address.get('tab')).toBe('files');
  expect(readFilesPlace(new URLSearchParams(address.toString()))).toEqual(place);
});

test('what is usual is left out, and a layer that is none counts as none', () => {
  expect(writeFilesPlace(new URLSearchParams('dir=a&sort=-size'), { dir: '', sort: 'name' }).toString()).toBe('');
  expect(readFilesPlace(new URLSearchParams('layer=-1'))).toMatchObject({ layer: '' });
});
