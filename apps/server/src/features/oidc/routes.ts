import { oidcCallbackPath, oidcStartPath } from '@wharf/api';
import type { Response, Router } from 'express';
import { admitIdentity, type Vouched } from '../../auth/identities/admit-identity.ts';
import type { Mount } from '../../bff/endpoint.ts';
import { ApiError } from '../../bff/problem.ts';
import { contextOf, type RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { sessionCookie } from '../../bff/session-cookie.ts';
import { enterConsole } from '../enter-console.ts';
import { callbackOf } from './callback-address.ts';
import { flowCookie, readFlowCookie } from './flow-cookie.ts';
import { beginIdentityLink, finishIdentityLink, getIdentity, isLinkOf, removeIdentity } from './identity-link.ts';
import { returnPath } from './return-path.ts';

/** Signing in at an OpenID Connect provider, or linking an identity there: two redirects of the browser, there and back. */
export function oidcRoutes(mount: Mount, router: Router, services: Services): void {
  const { oidc, config, directory } = services;
  mount.open('getSignInMethods', async () => ({
    oidc: oidc ? { label: config.oidcLabel ?? null } : null,
    ldap: directory !== undefined,
  }));
  mount.signedIn('getIdentity', async ({ actor }) => getIdentity(services, actor));
  mount.signedIn('beginIdentityLink', async ({ session, body, request, setCookie }) => {
    const { address, cookie } = await beginIdentityLink(services, session, body.password, request);
    setCookie(cookie);
    return { address };
  });
  mount.signedIn('removeIdentity', async ({ session }) => removeIdentity(services, session));
  if (!oidc) return;

  router.get(oidcStartPath, async (request, response) => {
    const context = contextOf(request);
    try {
      const { flow, address } = await oidc.begin(callbackOf(context));
      const back = returnPath(request.query.return);
      response.append('Set-Cookie', flowCookie(context.origin, { ...flow, returnPath: back }));
      response.redirect(303, address);
    } catch (error) {
      services.log.error({ err: error, requestId: context.requestId }, 'the OpenID Connect provider cannot be reached');
      refuse(response, 'provider-unreachable');
    }
  });

  router.get(oidcCallbackPath, async (request, response) => {
    const context = contextOf(request);
    const flow = readFlowCookie(context.origin, request.headers.cookie);
    const linker = flow?.link === undefined ? '' : (context.session?.actor.name ?? '');
    const refuseOnRecord = (reason: string, vouched?: Vouched, name = linker) => {
      const { provider = config.oidcIssuer ?? '', subject = '' } = vouched ?? {};
      const credential = { kind: 'identity', id: subject, name: provider } as const;
      const { address, requestId } = context;
      services.logins.refused({ type: 'SignInRefused', name, address, reason, requestId, credential });
      if (flow?.link === undefined) refuse(response, reason);
      else response.redirect(303, afterLink(reason));
    };
    // Whatever comes of it: one answer a flow.
    response.append('Set-Cookie', flowCookie(context.origin, undefined));
    // Without the cookie it is another browser's sign-in, or an old one.
    if (!flow) return refuseOnRecord('flow-unknown');
    const session = isLinkOf(context.session, flow) ? context.session : undefined;
    if (flow.link !== undefined && !session) return refuseOnRecord('flow-unknown');
    const answer = new URL(callbackOf(context));
    answer.search = new URL(request.originalUrl, answer).search;
    if (answer.searchParams.get('error') === 'access_denied') return refuseOnRecord('provider-refused');
    const vouched = await oidc.redeem(answer, flow).catch((error: unknown) => {
      services.log.warn(
        { err: error, requestId: context.requestId },
        'an answer of the OpenID Connect provider was refused',
      );
      return undefined;
    });
    if (!vouched) return refuseOnRecord('answer-refused');
    if (session) {
      const reason = await finishIdentityLink(services, session, vouched);
      return reason ? refuseOnRecord(reason, vouched) : response.redirect(303, afterLink('done'));
    }
    const { database, now } = services;
    const policy = { rules: config.identityRules, account: config.identityAccount };
    const admission = await admitIdentity({ database, policy, now }, vouched);
    if (!admission.admitted) {
      const facts = { provider: vouched.provider, subject: vouched.subject, requestId: context.requestId };
      services.log.warn({ ...facts, reason: admission.reason }, 'an identity was not admitted');
      return refuseOnRecord(admission.reason, vouched, admission.name);
    }
    const entered = await enter(services, admission.userId, context, vouched.provider);
    if (typeof entered === 'string') return refuseOnRecord(entered, vouched, admission.name);
    response.append('Set-Cookie', sessionCookie(context.origin, entered.secret));
    response.redirect(303, flow.returnPath);
  });
}

async function enter(services: Services, userId: string, context: RequestContext, provider: string) {
  try {
    const entered = await services.database.db
      .transaction()
      .execute((trx) => enterConsole(services, trx, { id: userId }, context, { by: 'oidc', provider }));
    return entered ?? 'answer-refused';
  } catch (error) {
    if (error instanceof ApiError && error.code === 'entry-refused') return String(error.detail.reason);
    throw error;
  }
}

/** Back to the page from which an identity was linked, which has a sentence for each outcome. */
function afterLink(outcome: string): string {
  return `/profile?link=${encodeURIComponent(outcome)}`;
}

/** Back to the sign-in page, which has a sentence for each reason. */
function refuse(response: Response, reason: string): void {
  response.redirect(303, `/sign-in?refused=${encodeURIComponent(reason)}`);
}
