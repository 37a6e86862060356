import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { contextOf } from './request-context.ts';
import type { Services } from './services.ts';
import { isSecure } from './session-cookie.ts';

/** For every answer. */
export function securityHeaders({ config, certificate }: Pick<Services, 'config' | 'certificate'>): RequestHandler {
  return (request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    // Over plain http browsers ignore it (RFC 6797, 8.1), and a proxy might pass it on where https does not work.
    // With a certificate that nobody vouches for it would take away the browser's way past its warning.
    if (isSecure(contextOf(request).origin) && certificate()?.selfSigned !== true)
      response.setHeader('Strict-Transport-Security', `max-age=${config.hstsSeconds}`);
    next();
  };
}

/** For answers that are somebody's own. */
export function noStore(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  };
}

/** Sets the policy of a page and gives the nonce that its scripts and style elements need. */
export function pagePolicy(response: Response): string {
  const nonce = randomBytes(18).toString('base64');
  response.setHeader(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      // `strict-dynamic`: what the nonced entry imports may load, and nothing else.
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      // antd positions its popups with style attributes, which no nonce can cover.
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
  return nonce;
}

/** The policy of a worker is that of its own script's answer: what it may load, ask and compile (hashing is WebAssembly). */
export function workerPolicy(): RequestHandler {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  return (request, response, next) => {
    if (/worker-[\w-]+\.js$/.test(request.path)) response.setHeader('Content-Security-Policy', policy);
    next();
  };
}
