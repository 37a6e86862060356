import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BodyStalled, bodyChunks, gather } from './body-chunks.ts';

/** A connection that says how often it was told to count anew. */
function connection() {
  const seen = { counted: 0 };
  const socket = { timeout: 7, setTimeout: (ms: number) => (seen.counted += ms) } as unknown as Socket;
  return { seen, socket };
}

function body() {
  const stream = new Readable({ read() {} });
  const chunks = bodyChunks(stream);
  return { stream, chunks };
}

test('a body that stops ends the reading, not the connection', async () => {
  const { stream, chunks } = body();
  stream.push('one');
  expect(String((await chunks.next()).value)).toBe('one');
  const next = chunks.next();
  await nextTurn();
  stream.emit('timeout', connection().socket);
  await expect(next).rejects.toBeInstanceOf(BodyStalled);
  expect([stream.destroyed, stream.listenerCount('timeout')]).toEqual([false, 0]);
  // The connection's end, which comes later, is nobody's rejection.
  stream.destroy(new Error('ECONNRESET'));
  await nextTurn();
});

test('a client is not to blame while its bytes are being written', async () => {
  const { stream, chunks } = body();
  const { seen, socket } = connection();
  stream.push('one');
  await chunks.next();
  stream.emit('timeout', socket);
  expect(seen.counted).toBe(7);
  stream.push('two');
  expect(String((await chunks.next()).value)).toBe('two');
  stream.push(null);
  expect(await chunks.next()).toEqual({ done: true, value: undefined });
});

test('who leaves early leaves the stream to others', async () => {
  const { stream, chunks } = body();
  stream.push('one');
  for await (const chunk of chunks) {
    expect(String(chunk)).toBe('one');
    break;
  }
  await nextTurn();
  const rest: unknown[] = [];
  stream.on('data', (chunk) => rest.push(String(chunk)));
  stream.push('two');
  await nextTurn();
  expect([stream.destroyed, rest]).toEqual([false, ['two']]);
});

test.each(['ends', 'stalls', 'fails', 'closes'] as const)(
  'a small body that %s is gathered as far as it came',
  async (how) => {
    const stream = new Readable({ read() {} });
    const gathered = gather(stream);
    stream.push('one');
    stream.push('two');
    await nextTurn();
    if (how === 'ends') stream.push(null);
    if (how === 'stalls') stream.emit('timeout', connection().socket);
    if (how === 'fails') stream.destroy(new Error('ECONNRESET'));
    if (how === 'closes') stream.destroy();
    const { chunks, failure } = await gathered;
    await nextTurn();
    expect(chunks.map(String)).toEqual(['one', 'two']);
    if (how === 'ends') expect(failure).toBeUndefined();
    else expect(failure).toBeInstanceOf(how === 'stalls' ? BodyStalled : Error);
    expect([stream.listenerCount('data'), stream.listenerCount('timeout')]).toEqual([0, 0]);
  },
);

test('of a connection that is gone already nothing comes', async () => {
  const stream = new Readable({ read() {} });
  stream.destroy();
  expect((await gather(stream)).failure).toBeInstanceOf(Error);
});
