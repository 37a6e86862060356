import { createHmac } from 'node:crypto';
// Not `decodeURIComponent`: a `%` of a password that nobody encoded is no reason to fail.
import querystring from 'node:querystring';
import type { EventTarget } from './forward-events.ts';

/**
 * Events as `POST` of JSON `{events: [...]}`. Signed, so that the receiver knows from whom they are and when they were sent:
 * `X-Wharf-Signature: sha256=<hex>` is the HMAC-SHA256 of `<X-Wharf-Timestamp>.<body>` by the secret.
 * Any answer but 2xx is a failure; a redirect is not followed, since it would lead where the operator did not say.
 */
export function webhookTarget(url: string, secret: string): EventTarget {
  const { address, headers } = readAddress(url);
  return {
    kind: 'webhook',
    // Many receivers know their senders by the path or the query alone.
    shown: address.origin,
    async deliver(events, signal) {
      const body = JSON.stringify({ events });
      const timestamp = String(Math.trunc(Date.now() / 1000));
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        signal,
        headers: {
          ...headers,
          'Content-Type': 'application/json',
          'User-Agent': 'wharf',
          'X-Wharf-Timestamp': timestamp,
          'X-Wharf-Signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
        },
        body,
      }).catch((error: unknown) => {
        // Node says only "fetch failed", and why in the cause.
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        throw new Error(cause instanceof Error && cause.message ? cause.message : 'the receiver could not be reached');
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
    },
  };
}

/** `fetch` takes no user and password in an address, and its refusal repeats them. */
function readAddress(url: string): { address: URL; headers: Record<string, string> } {
  const address = new URL(url);
  const login = [address.username, address.password].map((part) => querystring.unescape(part)).join(':');
  address.username = '';
  address.password = '';
  return { address, headers: login === ':' ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` } };
}
