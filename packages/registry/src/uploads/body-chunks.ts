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

/**
 * All of a body that is known to be small, at once: an iteration costs more than the bytes of one do.
 * @returns what came, and why no more did: BodyStalled, or what the stream failed with.
 */
export function gather(body: Readable): Promise<{ chunks: Uint8Array[]; failure: unknown }> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    const onData = (chunk: Uint8Array) => chunks.push(chunk);
    const stop = (failure?: unknown) => {
      body.off('data', onData).off('end', onEnd).off('error', stop).off('close', onClose);
      // Not before the server has seen, within the same event, that somebody here was told of the silence and will answer.
      queueMicrotask(() => body.off('timeout', onTimeout));
      resolve({ chunks, failure });
    };
    const onEnd = () => stop();
    const onClose = () => stop(new Error('the connection ended before the body did'));
    const onTimeout = () => {
      body.pause();
      stop(new BodyStalled('the body stopped coming'));
    };
    if (body.destroyed) {
      onClose();
      return;
    }
    body.on('end', onEnd).on('error', stop).on('close', onClose).on('timeout', onTimeout).on('data', onData);
  });
}
