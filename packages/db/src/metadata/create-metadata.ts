import type { Reference, RepositoryName } from '@wharf/oci';
import type { Metadata } from '@wharf/registry';
import type { WharfDatabase } from '../database.ts';
import { findBlob, mountBlob, removeBlob, replaceBlobObject } from './blobs.ts';
import { findManifest } from './find-manifest.ts';
import { finishUpload } from './finish-upload.ts';
import { holdBlob } from './hold-blob.ts';
import { findOrphans } from './orphans.ts';
import { putManifest } from './put-manifest.ts';
import { createQuotaWatch } from './quota-watch.ts';
import { listReferrers } from './referrers.ts';
import { removeManifest, removeTag } from './remove-manifest.ts';
import { findRepository, listRepositories, openRepository } from './repositories.ts';
import { listTags } from './tags.ts';
import { whileUnchanged } from './unchanged-cache.ts';
import {
  claimUpload,
  createUpload,
  findUpload,
  listStaleUploads,
  releaseClaims,
  removeUpload,
  saveUpload,
} from './uploads.ts';

/**
 * The registry's metadata port over either dialect.
 * @param options.binDays how long the recycle bin keeps what clients delete; 0: it is let go at once
 * @param options.quotaRestMs for how long "no account has a quota" is believed
 */
export function createMetadata(
  database: WharfDatabase,
  { binDays = 14, quotaRestMs = 2000 }: { binDays?: number; quotaRestMs?: number } = {},
): Metadata {
  const { db, version } = database;
  const find = (name: string, reference: string) => findManifest(db, name as RepositoryName, reference as Reference);
  return {
    findRepository: (name) => findRepository(db, name),
    openRepository: (name, at) => openRepository(db, name, at),
    listRepositories: (scope, page) => listRepositories(db, scope, page),

    checkQuota: createQuotaWatch(db, quotaRestMs),
    findManifest: version ? whileUnchanged(version, find) : find,
    putManifest: (put) => putManifest(db, put),
    removeManifest: (name, digest, by, at) => removeManifest(db, digest, { name, by, at, binDays }),
    removeTag: (name, tag, by, at) => removeTag(db, tag, { name, by, at, binDays }),
    listTags: (name, page) => listTags(db, name, page),
    listReferrers: (name, subject, artifactType, page) => listReferrers(db, name, subject, artifactType, page),

    findBlob: (name, digest) => findBlob(db, name, digest),
    holdBlob: (name, digest, at, usedSince) => holdBlob(database, name, digest, at, usedSince),
    mountBlob: (from, to, digest, at) => mountBlob(db, from, to, digest, at),
    removeBlob: (name, digest, by, at) => removeBlob(db, { name, digest, by, at }),

    createUpload: (session) => createUpload(database, session),
    findUpload: (name, id) => findUpload(db, name, id),
    claimUpload: (id, writer, at, until) => claimUpload(database, id, writer, at, until),
    saveUpload: (id, writer, progress) => saveUpload(database, id, writer, progress),
    releaseClaims: (writerPrefix) => releaseClaims(db, writerPrefix),
    finishUpload: (finish) => finishUpload(db, finish),
    replaceBlobObject: (digest, from, to) => replaceBlobObject(db, digest, from, to),
    removeUpload: (name, id) => removeUpload(db, name, id),
    listStaleUploads: (before, limit) => listStaleUploads(db, before, limit),
    findOrphans: (keys) => findOrphans(db, keys),
  };
}
