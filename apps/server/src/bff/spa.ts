import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, Router } from 'express';
import { precompressed } from './precompressed.ts';
import { pagePolicy, workerPolicy } from './security-headers.ts';

// Where the build puts the console, as the built server (apps/server/dist/main.js) sees it.
const builtConsole = fileURLToPath(new URL('../../console/dist', import.meta.url));
const noncePlaceholder = '__WHARF_NONCE__';

/** Serves the built console: its assets, and its page for every path that is not the server's own. */
export function spa(folder = builtConsole): Router {
  const router = Router();
  const assets = path.join(folder, 'assets');
  // An asset's name holds the hash of its content.
  const forEver = { index: false, redirect: false, immutable: true, maxAge: '1y', fallthrough: true } as const;
  router.use(
    '/assets',
    workerPolicy(),
    precompressed(assets),
    express.static(assets, forEver),
    (_request, response) => {
      response.status(404).set('Cache-Control', 'no-store').type('text/plain').send('no such file\n');
    },
  );
  const servePage = page(path.join(folder, 'index.html'));
  // Before the files: asked for by its name, the page needs its nonce as well.
  router.use('/index.html', servePage);
  router.use(express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders: revalidate }));
  router.use(servePage);
  return router;
}

function revalidate(response: { setHeader(name: string, value: string): void }): void {
  response.setHeader('Cache-Control', 'no-cache');
}

function page(file: string): RequestHandler {
  const load = cachedByTime(file);
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    // `v1`: to clients that ask whether this is a registry of that time, a page would be a yes.
    if (/^\/(?:api|v1|v2|assets)(?:\/|$)/.test(request.path) || !request.accepts('html')) return next();
    response.setHeader('Cache-Control', 'no-store');
    const html = await load();
    if (html === undefined) {
      response.status(503).type('text/plain').send('The console is not built: run `npm run build` and load again.\n');
      return;
    }
    const nonce = pagePolicy(response);
    response.type('html').send(html.replaceAll(noncePlaceholder, nonce));
  };
}

/** Reads a file again when it changed: a new build serves its own assets' names at once. */
function cachedByTime(file: string): () => Promise<string | undefined> {
  let known: { at: number; text: string } | undefined;
  return async () => {
    try {
      const { mtimeMs } = await stat(file);
      if (known?.at !== mtimeMs) known = { at: mtimeMs, text: await readFile(file, 'utf8') };
      return known.text;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
}
