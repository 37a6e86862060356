import type { ForeignKeyConstraintBuilder, Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

function atCommit(key: ForeignKeyConstraintBuilder): ForeignKeyConstraintBuilder {
  return key.deferrable().initiallyDeferred();
}

/**
 * The foreign keys are the last line against dangling references: what a manifest or tag names cannot be deleted.
 * Those between the parts of one repository are checked at commit, because a repository goes with all that it holds and
 * PostgreSQL cascades through one table after the other.
 */
export async function createContentTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  await createBlobTables(db, dialect);
  await createManifestTables(db, dialect);
}

async function createBlobTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const blobs = schema
    .createTable('blobs')
    .addColumn('digest', text, (c) => c.primaryKey().notNull())
    .addColumn('size', int, (c) => c.notNull())
    .addColumn('storage_key', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('touched_at', int, (c) => c.notNull());
  await finish(blobs, dialect).execute();
  await schema.createIndex('blobs_by_storage_key').on('blobs').column('storage_key').unique().execute();
  await schema.createIndex('blobs_by_touch').on('blobs').columns(['touched_at', 'digest']).execute();

  const links = schema
    .createTable('repository_blobs')
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('digest', text, (c) => c.notNull().references('blobs.digest'))
    .addPrimaryKeyConstraint('repository_blobs_key', ['repository_id', 'digest']);
  await finish(links, dialect, 'keyed').execute();
  await schema.createIndex('repository_blobs_by_digest').on('repository_blobs').column('digest').execute();

  const uploads = schema
    .createTable('upload_sessions')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('storage_key', text, (c) => c.notNull())
    .addColumn('bytes', int, (c) => c.notNull())
    .addColumn('digest', text, (c) => c.notNull())
    .addColumn('claimed_by', text)
    .addColumn('claimed_until', int)
    .addColumn('started_at', int, (c) => c.notNull())
    .addColumn('touched_at', int, (c) => c.notNull());
  await finish(uploads, dialect).execute();
  await schema.createIndex('upload_sessions_by_repository').on('upload_sessions').column('repository_id').execute();
  await schema.createIndex('upload_sessions_by_storage_key').on('upload_sessions').column('storage_key').execute();
  await schema.createIndex('upload_sessions_by_touch').on('upload_sessions').columns(['touched_at', 'id']).execute();
  await schema
    .createIndex('upload_sessions_by_claim')
    .on('upload_sessions')
    .column('claimed_by')
    .where('claimed_by', 'is not', null)
    .execute();
}

async function createManifestTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int, bytes } = columnTypes[dialect];

  const manifests = schema
    .createTable('manifests')
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('digest', text, (c) => c.notNull())
    .addColumn('media_type', text, (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('artifact_type', text)
    .addColumn('subject', text)
    .addColumn('config_digest', text)
    .addColumn('size', int, (c) => c.notNull())
    .addColumn('content_size', int, (c) => c.notNull())
    .addColumn('platforms', text, (c) => c.notNull())
    .addColumn('annotations', text)
    .addColumn('pushed_at', int, (c) => c.notNull())
    .addColumn('pushed_by', text, (c) => c.notNull())
    // Last, so that reading the columns before it does not walk through its overflow pages on SQLite.
    .addColumn('content', bytes, (c) => c.notNull())
    .addPrimaryKeyConstraint('manifests_key', ['repository_id', 'digest']);
  await finish(manifests, dialect).execute();
  await schema
    .createIndex('manifests_by_subject')
    .on('manifests')
    .columns(['repository_id', 'subject', 'digest'])
    .where('subject', 'is not', null)
    .execute();

  const blobUse = schema
    .createTable('manifest_blobs')
    .addColumn('repository_id', text, (c) => c.notNull())
    .addColumn('manifest_digest', text, (c) => c.notNull())
    .addColumn('blob_digest', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('manifest_blobs_key', ['repository_id', 'manifest_digest', 'blob_digest'])
    .addForeignKeyConstraint(
      'manifest_blobs_of_manifest',
      ['repository_id', 'manifest_digest'],
      'manifests',
      ['repository_id', 'digest'],
      (key) => key.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'manifest_blobs_held',
      ['repository_id', 'blob_digest'],
      'repository_blobs',
      ['repository_id', 'digest'],
      atCommit,
    );
  await finish(blobUse, dialect, 'keyed').execute();
  await schema
    .createIndex('manifest_blobs_by_blob')
    .on('manifest_blobs')
    .columns(['repository_id', 'blob_digest'])
    .execute();

  const children = schema
    .createTable('manifest_children')
    .addColumn('repository_id', text, (c) => c.notNull())
    .addColumn('manifest_digest', text, (c) => c.notNull())
    .addColumn('child_digest', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('manifest_children_key', ['repository_id', 'manifest_digest', 'child_digest'])
    .addForeignKeyConstraint(
      'manifest_children_of_manifest',
      ['repository_id', 'manifest_digest'],
      'manifests',
      ['repository_id', 'digest'],
      (key) => key.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'manifest_children_held',
      ['repository_id', 'child_digest'],
      'manifests',
      ['repository_id', 'digest'],
      atCommit,
    );
  await finish(children, dialect, 'keyed').execute();
  await schema
    .createIndex('manifest_children_by_child')
    .on('manifest_children')
    .columns(['repository_id', 'child_digest'])
    .execute();

  const tags = schema
    .createTable('tags')
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('digest', text, (c) => c.notNull())
    .addColumn('version_key', text, (c) => c.notNull())
    .addColumn('pushed_at', int, (c) => c.notNull())
    .addColumn('pushed_by', text, (c) => c.notNull())
    .addColumn('pulls', int, (c) => c.notNull().defaultTo(0))
    .addColumn('pulled_at', int)
    .addPrimaryKeyConstraint('tags_key', ['repository_id', 'name'])
    .addForeignKeyConstraint(
      'tags_of_manifest',
      ['repository_id', 'digest'],
      'manifests',
      ['repository_id', 'digest'],
      atCommit,
    );
  await finish(tags, dialect, 'keyed').execute();
  await schema.createIndex('tags_by_digest').on('tags').columns(['repository_id', 'digest', 'name']).execute();
  await schema.createIndex('tags_by_push').on('tags').columns(['repository_id', 'pushed_at', 'name']).execute();
  await schema.createIndex('tags_by_version').on('tags').columns(['repository_id', 'version_key', 'name']).execute();
}
