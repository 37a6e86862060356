import { createHash, randomUUID } from 'node:crypto';
import { type Descriptor, type Digest, digestOf, type RepositoryName, type Tag } from '@wharf/oci';
import { afterAll, beforeAll } from 'vitest';
import type { Metadata, PutManifest, PutManifestResult } from '../ports/metadata.ts';

export interface OpenedMetadata {
  metadata: Metadata;
  /** With `quotas`, the organization's account is a new one that may have no more than that. */
  createOrganization(name: string, quotas?: ContractQuotas): Promise<void>;
  /** Whether what is removed is kept out of sight for a while. */
  keepsRemoved: boolean;
  close(): Promise<void>;
}

export interface ContractQuotas {
  repositories?: number;
  /** In each repository. */
  tags?: number;
  bytes?: number;
}

export const somebody = { id: 'somebody-id', name: 'somebody' };
export const noon = new Date('2026-11-24T12:00:00.000Z');

export function minutesLater(minutes: number, since = noon): Date {
  return new Date(since.getTime() + minutes * 60_000);
}

export const tag = (name: string): Tag => name as Tag;
export const firstPage = { limit: 1000, last: undefined };

export function digestOfText(text: string): Digest {
  return digestOf('sha256', createHash('sha256').update(text).digest('hex'));
}

/** A digest that nothing else in the run has. */
export function newDigest(): Digest {
  return digestOfText(randomUUID());
}

export type ManifestSketch = Partial<Omit<PutManifest, 'name' | 'digest' | 'content' | 'needs' | 'tags'>> & {
  text?: string;
  tags?: string[];
  blobs?: Digest[];
  manifests?: Digest[];
};

/** One store for the describe that calls this; every test makes repositories of its own in it. */
export function withMetadata(open: () => Promise<OpenedMetadata>) {
  let opened: OpenedMetadata | undefined;
  const current = (): OpenedMetadata => {
    if (!opened) throw new Error('the store is not open');
    return opened;
  };
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => current().close());

  return {
    get metadata(): Metadata {
      return current().metadata;
    },

    get keepsRemoved(): boolean {
      return current().keepsRemoved;
    },

    async newOrganization(prefix = 'o', quotas?: ContractQuotas): Promise<string> {
      const name = prefix + randomUUID().replaceAll('-', '');
      await current().createOrganization(name, quotas);
      return name;
    },

    /** A name in a new organization; the repository itself does not exist yet. */
    async newName(): Promise<RepositoryName> {
      return `${await this.newOrganization()}/app` as RepositoryName;
    },

    /** Uploads a blob; gives its storage key. */
    async upload(name: RepositoryName, digest: Digest, size = 10): Promise<{ key: string; spare: string | undefined }> {
      const id = randomUUID();
      const key = `blobs/${id}`;
      await current().metadata.createUpload({ id, name, storageKey: key, startedAt: noon });
      const finished = await current().metadata.finishUpload({ id, digest, size, at: noon });
      if (!finished) throw new Error('the session that was just made is gone');
      return { key, spare: finished.spare };
    },

    /** All referrers of a subject. */
    async referrers(name: RepositoryName, subject: Digest, artifactType?: string): Promise<Descriptor[]> {
      const page = { ...firstPage, bytes: 1024 * 1024 };
      const { descriptors, more } = await current().metadata.listReferrers(name, subject, artifactType, page);
      if (more) throw new Error('more referrers than a page holds');
      return descriptors;
    },

    async tryPut(
      name: RepositoryName,
      sketch: ManifestSketch = {},
    ): Promise<{ result: PutManifestResult; digest: Digest }> {
      const { text = randomUUID(), tags = [], blobs = [], manifests = [], ...facts } = sketch;
      const digest = digestOfText(text);
      const result = await current().metadata.putManifest({
        name,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: undefined,
        subject: undefined,
        annotations: undefined,
        kind: manifests.length > 0 ? 'index' : 'image',
        configDigest: blobs[0],
        contentSize: 100,
        platforms: [{ os: 'linux', architecture: 'amd64' }],
        by: somebody,
        at: noon,
        ...facts,
        digest,
        content: Buffer.from(text),
        tags: tags.map(tag),
        needs: { blobs, manifests },
      });
      return { digest, result };
    },

    /** Puts a manifest that the store must take; gives its digest. */
    async put(name: RepositoryName, sketch: ManifestSketch = {}): Promise<Digest> {
      const { digest, result } = await this.tryPut(name, sketch);
      if (!result.put) throw new Error(`refused: ${JSON.stringify(result)}`);
      return digest;
    },
  };
}

export type MetadataWorld = ReturnType<typeof withMetadata>;
