import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** The client holds the connection, but nothing more came until the connection's timeout. What came before was read. */
export class BodyStalled extends Error {
  override name = 'BodyStalled';
}

/**
 * A request's body as it comes. Leaving it early leaves the connection as it is: the client is to read why.
 * @throws BodyStalled on the connection's timeout, which Node tells the request; whatever the stream fails with.
 */
export async function* bodyChunks(body: Readable): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body.iterator({ destroyOnReturn: false });
  let giveUp: ((stalled: BodyStalled) => void) | undefined;
  const onTimeout = (socket?: Socket) => {
    if (giveUp) giveUp(new BodyStalled('the body stopped coming'));
    // It is the disk that keeps the client waiting; Node counts no second time unless it is told to.
    else socket?.setTimeout(socket.timeout ?? 0);
  };
  body.on('timeout', onTimeout);
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        giveUp = reject;
        chunks.next().then(resolve, reject);
      });
      giveUp = undefined;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.off('timeout', onTimeout);
    // Unawaited: after a stall it ends with the connection, since it waits for the chunk that was asked for.
    chunks.return?.().catch(() => {});
  }
}
