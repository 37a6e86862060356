import { expect, test } from 'vitest';
import { LogFlusher } from './log-flusher.ts';

/** A disk whose flushes end when the test says so. */
function slowDisk() {
  const flushes: { succeed: () => void; fail: (error: Error) => void }[] = [];
  const told: string[] = [];
  const flusher = new LogFlusher(
    () => new Promise<void>((resolve, reject) => flushes.push({ succeed: resolve, fail: reject })),
    (error) => told.push(error.reason),
  );
  const ended: string[] = [];
  const write = (name: string) =>
    flusher.flush().then(
      () => ended.push(name),
      () => ended.push(`${name} failed`),
    );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { flushes, flusher, told, ended, write, settled };
}

test('what comes during a flush shares the next one, and does not end with the one under way', async () => {
  const { flushes, ended, write, settled } = slowDisk();
  write('a');
  write('b');
  write('c');
  expect(flushes).toHaveLength(1);
  flushes[0]?.succeed();
  await settled();
  expect(ended).toEqual(['a']);
  expect(flushes).toHaveLength(2);
  write('d');
  flushes[1]?.succeed();
  await settled();
  expect(ended).toEqual(['a', 'b', 'c']);
  flushes[2]?.succeed();
  await settled();
  expect(ended).toEqual(['a', 'b', 'c', 'd']);
});

test('a flush begins at once when none is under way', async () => {
  const { flushes, ended, write, settled } = slowDisk();
  for (const [index, name] of ['a', 'b'].entries()) {
    write(name);
    expect(flushes).toHaveLength(index + 1);
    flushes[index]?.succeed();
    await settled();
  }
  expect(ended).toEqual(['a', 'b']);
});

test('after a failure nothing is promised any more, and the disk is not asked again: it might say yes', async () => {
  const { flushes, flusher, told, ended, write, settled } = slowDisk();
  write('a');
  write('b');
  flushes[0]?.fail(new Error('EIO'));
  await settled();
  write('c');
  await settled();
  expect(ended).toEqual(['a failed', 'b failed', 'c failed']);
  expect(flushes).toHaveLength(1);
  expect(told).toEqual(['flush-failed']);
  await expect(flusher.flush()).rejects.toThrow(/EIO.*restart/);
  await flusher.settled();
});
