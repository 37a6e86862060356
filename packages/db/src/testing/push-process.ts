import { createHash, randomUUID } from 'node:crypto';
import { type Digest, digestOf, type RepositoryName, type Tag } from '@wharf/oci';
import { openDatabase } from '../database.ts';
import { createMetadata } from '../metadata/create-metadata.ts';

/**
 * One of several processes over one database, as cluster workers are: opens it, waits for the word to go, then pushes
 * images that share layers to one repository. Arguments: location as JSON, its own name, how many images.
 */
const [location = '', writer = '', count = ''] = process.argv.slice(2);

const digestOfText = (text: string): Digest => digestOf('sha256', createHash('sha256').update(text).digest('hex'));
const name = 'org/app' as RepositoryName;
const database = await openDatabase(JSON.parse(location));
const metadata = createMetadata(database);

async function upload(digest: Digest): Promise<void> {
  const id = randomUUID();
  await metadata.createUpload({ id, name, storageKey: id, startedAt: new Date() });
  await metadata.claimUpload(id, writer, new Date(), new Date(Date.now() + 60_000));
  await metadata.finishUpload({ id, writer, digest, size: 100, at: new Date() });
}

async function push(index: number): Promise<void> {
  const content = Buffer.from(`${writer} ${index}`);
  const blobs = [digestOfText('shared 1'), digestOfText('shared 2'), digestOfText(`layer of ${content}`)];
  for (const blob of blobs) await upload(blob);
  const result = await metadata.putManifest({
    name,
    digest: digestOfText(content.toString()),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    content,
    tags: [`${writer}-${index}` as Tag, 'latest' as Tag],
    artifactType: undefined,
    subject: undefined,
    annotations: undefined,
    kind: 'image',
    configDigest: blobs[0],
    contentSize: 300,
    platforms: [],
    needs: { blobs, manifests: [] },
    by: { id: undefined, name: writer },
    at: new Date(),
  });
  if (!result.put) throw new Error(`refused: ${JSON.stringify(result)}`);
}

process.once('message', async () => {
  await Promise.all(Array.from({ length: Number(count) }, (_, index) => push(index)));
  await database.close();
  process.disconnect();
});
process.send?.('open');
