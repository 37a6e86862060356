import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { job } from './jobs.ts';
import { organizationParams, repositoryParams, tagName } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';

/** Where bytes on disk belong. Each stored byte is in exactly one of these. */
export const storageShares = z.object({
  /** Of content that only this uses: a tag, an image, an organization; of the server: that one image uses. */
  uniqueBytes: bytes,
  /** Of content that something else uses as well, counted once; what other accounts use is not told but in the server's own figures. */
  sharedBytes: bytes,
  /** Only what lies in the recycle bin needs it. */
  binBytes: bytes,
  /** Nothing needs it: the next collection frees what has not been touched for the grace time. */
  awaitingBytes: bytes,
  /** Of uploads under way. */
  uploadBytes: bytes,
});
export type StorageShares = z.output<typeof storageShares>;

/** It is counted by a job, which walks over everything. */
const counted = storageShares.extend({ computedAt: time });
export const storageLedger = counted.nullable();
export type StorageLedger = NonNullable<z.output<typeof storageLedger>>;

export const serverLedger = counted
  .extend({
    /** Objects that nothing names (a crash between two steps): thrown away when they are old enough. */
    orphanBytes: bytes,
    /** Measured in the store itself: the sum of all the others, when nothing was pushed meanwhile. */
    diskBytes: bytes,
    blobs: z.number().int(),
    /** Found damaged by a check: absent to clients until pushed again. */
    brokenBlobs: z.number().int(),
  })
  .nullable();
export type ServerLedger = NonNullable<z.output<typeof serverLedger>>;

const part = storageShares.extend({ name: z.string() });
export type StoragePart = z.output<typeof part>;

/** What a job `collect-garbage` gives. */
export const collectionResult = z.object({
  dryRun: z.boolean(),
  /** Blobs that went, or would. */
  blobs: z.number().int(),
  /** Bytes that became free, or would. */
  bytes,
  /** Deletions whose time in the recycle bin was over. */
  deletions: z.number().int(),
});
export type CollectionResult = z.output<typeof collectionResult>;

export const collection = z.object({ job, dryRun: z.boolean(), result: collectionResult.nullable() });
export type Collection = z.output<typeof collection>;

const begun = z.object({ job: z.string() });

/** The server's storage is shown to system administrators, an organization's to who manages it. */
export const storageEndpoints = {
  getStorage: endpoint({
    result: z.object({
      ledger: serverLedger,
      /** The 50 largest. */
      organizations: z.array(part),
      graceMinutes: z.number().int(),
      /** A cron expression, or null: collection runs by hand only. */
      schedule: z.string().nullable(),
      /** The unended jobs of each kind. */
      running: z.object({ measurement: z.string().nullable(), check: z.string().nullable() }),
    }),
  }),
  getOrganizationStorage: endpoint({
    params: organizationParams,
    /** The 50 largest images. */
    result: z.object({ ledger: storageLedger, images: z.array(part) }),
  }),
  /** Needs manage, as all of it. */
  getRepositoryStorage: endpoint({ params: repositoryParams, result: z.object({ ledger: storageLedger }) }),
  /** Counted at once. Needs read by a level: how much is used elsewhere is not for whom it is only shared with. */
  getTagStorage: endpoint({
    params: repositoryParams.extend({ tag: tagName }),
    result: z.object({ uniqueBytes: bytes, sharedBytes: bytes }),
  }),
  /** Newest first. */
  listCollections: endpoint({ query: pageQuery(['-createdAt']).omit({ q: true }), result: page(collection) }),
  /** Runs one after the other; while the same one is under way, that one is given. */
  createCollection: endpoint({ body: z.object({ dryRun: z.boolean() }), result: begun, status: 201 }),
  /** Counts the ledger anew. */
  createStorageMeasurement: endpoint({ result: begun, status: 201 }),
  /** Hashes everything again. */
  createBlobCheck: endpoint({ result: begun, status: 201 }),
};
