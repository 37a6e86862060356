import type { ServerResponse } from 'node:http';

/** The client closed the connection before the answer was through. */
export class ClientGone extends Error {
  override name = 'ClientGone';
}

/**
 * Writes an answer's body chunk by chunk, each only when the kernel has the one before. Node forgets the callback of a
 * write when the connection ends while the answer waits behind another one (pipelining), or between the socket's
 * destruction and its `close`: so the socket is watched as well, else the writer would wait for ever.
 */
export class FlushedBody {
  readonly #res: ServerResponse;
  #reject: ((error: ClientGone) => void) | undefined;
  readonly #closed = () => this.#reject?.(new ClientGone());

  constructor(res: ServerResponse) {
    this.#res = res;
    res.req.socket.on('close', this.#closed);
  }

  /**
   * Resolves when the kernel has the bytes: only then may the driver use the chunk's buffer again. Calls may not overlap.
   * @throws ClientGone
   */
  write(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#res.destroyed || this.#res.req.socket.destroyed) {
        reject(new ClientGone());
        return;
      }
      this.#reject = reject;
      this.#res.write(chunk, (error) => (error ? reject(new ClientGone('', { cause: error })) : resolve()));
    });
  }

  /** Stops watching the socket, which lives on for other answers. */
  release(): void {
    this.#res.req.socket.off('close', this.#closed);
  }
}
