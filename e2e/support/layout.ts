import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Descriptor, type Digest, digestHex } from '@wharf/oci';
import type { Content, TestImage, TestIndex } from './images.ts';
import { blobsOf } from './images.ts';

/** Writes an OCI image layout (image spec, "Image Layout") that holds one image or index under one tag. */
export async function writeLayout(folder: string, tag: string, image: TestImage | TestIndex): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const put = ({ descriptor, bytes }: Content) => writeFile(join(blobs, digestHex(descriptor.digest)), bytes);
  const images = 'index' in image ? image.images : [image];
  const root = 'index' in image ? image.index : image.manifest;
  for (const each of images) {
    await put(each.manifest);
    for (const blob of blobsOf(each)) await put(blob);
  }
  await put(root);
  const entry = { ...root.descriptor, annotations: { 'org.opencontainers.image.ref.name': tag } };
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
}

export async function readLayoutIndex(folder: string): Promise<Descriptor[]> {
  return JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')).manifests;
}

export function readLayoutBlob(folder: string, digest: Digest): Promise<Buffer> {
  return readFile(join(folder, 'blobs', 'sha256', digestHex(digest)));
}
