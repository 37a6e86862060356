import type { Router } from 'express';
import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import type { LoadTree } from '../../layer-files/load-tree.ts';
import { downloadRoute } from './download.ts';
import { readText, textLimit } from './file-text.ts';
import { readContent } from './read-content.ts';
import { createFileIndex, findImage, getContent, getFileIndex, getTree, listFiles, searchFiles } from './service.ts';

export function fileRoutes(router: Router, mount: Mount, services: Services, load: LoadTree): void {
  const { database, storage } = services;
  mount.signedIn('getFileIndex', async ({ actor, params }) =>
    getFileIndex(load, await findImage(services, actor, params)),
  );
  mount.signedIn('createFileIndex', async ({ actor, params }) => {
    await createFileIndex(services, actor, await findImage(services, actor, params));
    return await getFileIndex(load, await findImage(services, actor, params));
  });
  mount.signedIn('listFiles', async ({ actor, params, query }) =>
    listFiles(await getTree(load, await findImage(services, actor, params)), query),
  );
  mount.signedIn('searchFiles', async ({ actor, params, query }) =>
    searchFiles(await getTree(load, await findImage(services, actor, params)), query),
  );
  mount.signedIn('getFileText', async ({ actor, params, query, signal }) => {
    const image = await findImage(services, actor, params);
    const tree = await getTree(load, image);
    const { file, content } = getContent(tree, query);
    const layerDigest = image.layers[content.layer]?.digest ?? '';
    const parts = { db: database.db, storage, userId: actor.id };
    const chunks: Buffer[] = [];
    for await (const chunk of readContent(parts, layerDigest, content, textLimit, signal)) {
      chunks.push(Buffer.from(chunk));
    }
    const truncated = content.size > textLimit;
    return { file, text: readText(Buffer.concat(chunks), truncated) ?? null, truncated };
  });
  downloadRoute(router, services, load);
}
