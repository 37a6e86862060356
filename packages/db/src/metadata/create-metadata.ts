import type { Reference, RepositoryName } from '@wharf/oci';
import type { Metadata } from '@wharf/registry';
import type { WharfDatabase } from '../database.ts';
import { findBlob, mountBlob, removeBlob, replaceBlobObject } from './blobs.ts';
import { findManifest } from './find-manifest.ts';
import { finishUpload } from './finish-upload.ts';
import { findOrphans } from './orphans.ts';
import { putManifest } from './put-manifest.ts';
import { listReferrers } from './referrers.ts';
import { removeManifest } from './remove-manifest.ts';
import { findRepository, listRepositories, openRepository } from './repositories.ts';
import { listTags, removeTag } from './tags.ts';
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

/** The registry's metadata port over either dialect. */
export function createMetadata(database: WharfDatabase): Metadata {
  const { db, version } = database;
  const find = (name: string, reference: string) => findManifest(db, name as RepositoryName, reference as Reference);
  return {
    findRepository: (name) => findRepository(db, name),
    openRepository: (name, at) => openRepository(db, name, at),
    listRepositories: (scope, page) => listRepositories(db, scope, page),

    findManifest: version ? whileUnchanged(version, find) : find,
    putManifest: (put) => putManifest(db, put),
    removeManifest: (name, digest, by, at) => removeManifest(db, name, digest, by, at),
    removeTag: (name, tag, by, at) => removeTag(db, name, tag, by, at),
    listTags: (name, page) => listTags(db, name, page),
    listReferrers: (name, subject, artifactType, page) => listReferrers(db, name, subject, artifactType, page),

    findBlob: (name, digest) => findBlob(db, name, digest),
    mountBlob: (from, to, digest, at) => mountBlob(db, from, to, digest, at),
    removeBlob: (name, digest) => removeBlob(db, name, digest),

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
