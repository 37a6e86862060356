import { MessageChannel } from 'node:worker_threads';

/** A chunk of less is not worth the call; and Node's own pool, out of which it cuts small buffers for everybody, is smaller. */
const leastBytes = 16 * 1024;

// What a closed port is given leaves this thread and arrives nowhere (HTML, "message port post message steps"): its memory is
// free at once. `ArrayBuffer.prototype.transfer` would say it plainly, but Node 20 does not have it.
const { port1: nowhere, port2 } = new MessageChannel();
nowhere.close();
port2.close();

/**
 * Gives the memory of chunks back now, not when the garbage collector gets to them: to it a chunk of a socket is a small object
 * with 64 KiB outside of its heap, and a stream of those makes it look through the whole heap again and again.
 * Only for chunks that nobody else holds; they are empty afterwards. One that shares its memory is left alone.
 */
export function freeChunks(chunks: readonly Uint8Array[]): void {
  const memories = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of chunks) {
    if (byteLength < leastBytes || byteLength !== buffer.byteLength) continue;
    if (buffer instanceof ArrayBuffer) memories.add(buffer);
  }
  if (memories.size > 0) nowhere.postMessage(undefined, [...memories]);
}
