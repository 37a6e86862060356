import { expect, test } from 'vitest';
import { chooseLayer, type PullableBlob } from './choose-layer.ts';

const stranger = (digest: string, size: number): PullableBlob => ({ digest, size, own_repository: null });
const own = (digest: string, size: number): PullableBlob => ({ digest, size, own_repository: 'acme/app' });

function chosen(...blobs: PullableBlob[]): string | undefined {
  const forms = blobs.map(({ digest }) => ({ diff_id: 'layer', blob_digest: digest }));
  return chooseLayer(forms, new Map(blobs.map((blob) => [blob.digest, blob])), 'layer', 100)?.blob.digest;
}

test('a layer of the own organization comes first, then the smallest', () => {
  expect(chosen(stranger('small', 40), own('large', 60), own('larger', 70))).toBe('large');
  expect(chosen(stranger('a', 50), stranger('b', 40))).toBe('b');
});

test('a stranger’s form that is larger than the layer itself is no form of it', () => {
  expect(chosen(stranger('bloated', 102))).toBeUndefined();
  expect(chosen(stranger('bloated', 102), stranger('usual', 101))).toBe('usual');
  expect(chosen(own('stored', 102))).toBe('stored');
});

test('a blob that nobody may pull, and one of another layer, are not there', () => {
  const forms = [
    { diff_id: 'layer', blob_digest: 'hidden' },
    { diff_id: 'other', blob_digest: 'seen' },
  ];
  expect(chooseLayer(forms, new Map([['seen', own('seen', 1)]]), 'layer', 100)).toBeUndefined();
});
