import { access } from 'node:fs/promises';
import path from 'node:path';
import type { RequestHandler } from 'express';

const encodings = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

/** Sends `file.br` or `file.gz` for `file` where the build made one and the client takes it. */
export function precompressed(folder: string): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    // Names of assets are flat: a path with folders in it is none, and cannot lead out of the folder.
    const name = /^\/([\w.-]+)$/.exec(request.path)?.[1];
    if (name === undefined) return next();
    response.vary('Accept-Encoding');
    for (const { name: encoding, extension } of encodings) {
      if (request.acceptsEncodings(encoding) === false || !(await exists(path.join(folder, name + extension))))
        continue;
      response.set('Content-Encoding', encoding).type(path.extname(name));
      response.sendFile(name + extension, { root: folder, immutable: true, maxAge: '1y' }, (error) => {
        if (error) next(error);
      });
      return;
    }
    next();
  };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
