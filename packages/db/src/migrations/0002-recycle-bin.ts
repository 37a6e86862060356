import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** A deleted manifest keeps its row and its references: what the bin holds is safe from collection by the same keys. */
export async function createRecycleBinTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  await schema.alterTable('manifests').addColumn('deleted_at', int).execute();
  await schema.alterTable('manifest_blobs').addColumn('deleted_at', int).execute();
  await schema.dropIndex('manifest_blobs_by_blob').execute();
  await schema
    .createIndex('manifest_blobs_by_blob')
    .on('manifest_blobs')
    .columns(['repository_id', 'blob_digest', 'deleted_at'])
    .execute();
  // `deleted_at` stands behind the content, so asking for it would walk through the document: these know it by themselves.
  await schema
    .createIndex('live_manifests')
    .on('manifests')
    .columns(['repository_id', 'digest'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await schema.dropIndex('manifests_by_subject').execute();
  await schema
    .createIndex('live_manifests_by_subject')
    .on('manifests')
    .columns(['repository_id', 'subject', 'digest'])
    .where(sql.ref('subject'), 'is not', null)
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await schema
    .createIndex('deleted_manifests_by_subject')
    .on('manifests')
    .columns(['repository_id', 'subject', 'digest'])
    .where(sql.ref('subject'), 'is not', null)
    .where(sql.ref('deleted_at'), 'is not', null)
    .execute();
  await schema.createIndex('manifests_by_digest').on('manifests').columns(['digest', 'repository_id']).execute();
  await schema.createIndex('tags_by_name').on('tags').columns(['name', 'repository_id']).execute();

  const deletions = schema
    .createTable('deletions')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('run_id', text)
    .addColumn('rule', text)
    .addColumn('author_id', text)
    .addColumn('author_name', text, (c) => c.notNull())
    .addColumn('deleted_at', int, (c) => c.notNull())
    .addColumn('expires_at', int, (c) => c.notNull())
    .addColumn('tag_count', int, (c) => c.notNull())
    .addColumn('manifest_count', int, (c) => c.notNull())
    .addColumn('bytes', int, (c) => c.notNull())
    .addColumn('attributes', text);
  await finish(deletions, dialect).execute();
  await schema.createIndex('deletions_by_organization').on('deletions').columns(['organization_id', 'id']).execute();
  await schema.createIndex('deletions_by_repository').on('deletions').columns(['repository_id', 'id']).execute();
  await schema.createIndex('deletions_by_expiry').on('deletions').columns(['expires_at', 'id']).execute();

  await schema
    .createIndex('deletions_by_run')
    .on('deletions')
    .columns(['run_id', 'id'])
    .where(sql.ref('run_id'), 'is not', null)
    .execute();

  const deletedTags = schema
    .createTable('deleted_tags')
    .addColumn('deletion_id', text, (c) => c.notNull().references('deletions.id').onDelete('cascade'))
    .addColumn('repository_id', text, (c) => c.notNull())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('digest', text, (c) => c.notNull())
    .addColumn('pushed_at', int, (c) => c.notNull())
    .addColumn('pushed_by', text, (c) => c.notNull())
    .addColumn('pulls', int, (c) => c.notNull())
    .addColumn('pulled_at', int)
    .addPrimaryKeyConstraint('deleted_tags_key', ['deletion_id', 'name']);
  await finish(deletedTags, dialect, 'keyed').execute();
  await schema.createIndex('deleted_tags_by_digest').on('deleted_tags').columns(['repository_id', 'digest']).execute();

  const deletedManifests = schema
    .createTable('deleted_manifests')
    .addColumn('deletion_id', text, (c) => c.notNull().references('deletions.id').onDelete('cascade'))
    .addColumn('repository_id', text, (c) => c.notNull())
    .addColumn('digest', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('deleted_manifests_key', ['deletion_id', 'digest'])
    .addUniqueConstraint('deleted_manifests_once', ['repository_id', 'digest']);
  await finish(deletedManifests, dialect, 'keyed').execute();

  const changes = schema
    .createTable('tag_changes')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('tag', text, (c) => c.notNull())
    .addColumn('digest', text)
    .addColumn('author_id', text)
    .addColumn('author_name', text, (c) => c.notNull())
    .addColumn('changed_at', int, (c) => c.notNull());
  await finish(changes, dialect).execute();
  await schema.createIndex('tag_changes_by_tag').on('tag_changes').columns(['repository_id', 'tag', 'id']).execute();
}
