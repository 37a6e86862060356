import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileEndpoints, filePath } from '@wharf/api';
import type { Router } from 'express';
import { parseInput } from '../../bff/parse-input.ts';
import type { Services } from '../../bff/services.ts';
import { signedIn } from '../../bff/signed-in.ts';
import type { LoadTree } from '../../layer-files/load-tree.ts';
import { readContent } from './read-content.ts';
import { findImage, getContent, getTree } from './service.ts';

/** Sends one file of an image as it lies in its layer. */
export function downloadRoute(router: Router, services: Services, load: LoadTree): void {
  router.get(filePath, async (request, response) => {
    const { actor } = signedIn(request);
    const params = parseInput('params', fileEndpoints.getFileText.params, request.params);
    const query = parseInput('query', fileEndpoints.getFileText.query, request.query);
    const image = await findImage(services, actor, params);
    const { file, content } = getContent(await getTree(load, image), query);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Length': content.size,
      'Content-Disposition': attachment(file.name),
      // Whatever a browser takes it for, it may do nothing in the console's name.
      'Content-Security-Policy': "default-src 'none'; sandbox",
    };
    if (request.method === 'HEAD') {
      response.set(headers).end();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const parts = { db: services.database.db, storage: services.storage, userId: actor.id };
    const bytes = readContent(parts, image.layers[content.layer]?.digest ?? '', content, content.size, gone.signal);
    try {
      // Before the headers: until then a refusal is still an answer.
      const first = await bytes.next();
      response.set(headers);
      await pipeline(Readable.from(copies(first, bytes)), response);
    } catch (error) {
      // Nobody is there any more to whom it could be told.
      if (!gone.signal.aborted) throw error;
    } finally {
      await bytes.return(undefined);
    }
  });
}

/** The stream asks for the next chunk before it has done with the last one. */
async function* copies(first: IteratorResult<Uint8Array>, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.done) return;
  yield new Uint8Array(first.value);
  for await (const chunk of rest) yield new Uint8Array(chunk);
}

/** RFC 6266: a plain name for old clients, the whole one for the others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.+-]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
