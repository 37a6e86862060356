import type { NetworkUse } from '@wharf/policies/network';
import type { Request, RequestHandler, Response } from 'express';
import { explainNetwork } from '../network/explain-network.ts';
import { ApiError } from './problem.ts';
import type { Services } from './services.ts';

/** What gives an image's content to who asks: the same as a pull. In any case, since `/API` leads to the API as well. */
const pullPath =
  /^\/api\/organizations\/[^/]+\/repositories\/[^/]+\/(?:download|manifests\/[^/]+\/file(?:-text)?)\/?$/i;

/** Keeps browsers of other networks from the console and its API. */
export function networkGuard({ networks }: Services): RequestHandler {
  return (request, response, next) => {
    const use: NetworkUse = pullPath.test(request.path) ? 'pull' : 'console';
    const decision = networks.decide(request, use);
    if (decision.allowed) return next();
    const { message, detail } = explainNetwork(decision, networks.addressOf(request));
    if (wantsPage(request)) return sendPage(response, message);
    throw new ApiError('network-refused', message, { detail });
  };
}

function wantsPage(request: Request): boolean {
  return !/^\/api(?:\/|$)/i.test(request.path) && request.accepts(['json', 'html']) === 'html';
}

/** The console itself is not for who is refused: this is all that his browser gets. */
function sendPage(response: Response, message: string): void {
  const chinese =
    '您所在的网络不能访问此服务器。请从允许的网络（例如 VPN）访问，或请系统管理员在控制台的“网络访问”页面添加您的网络。';
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  const paragraphs = [chinese, sentence].map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  const head = '<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Wharf</title>';
  response
    .status(403)
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(`<!doctype html><html lang="en">${head}<h1>Wharf: 403</h1>${paragraphs}</html>`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
