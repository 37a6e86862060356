import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Metadata } from '../ports/metadata.ts';
import { UploadWriters } from './upload-writers.ts';

/** The claims of one shared table, as two processes would see them. */
function claims() {
  const held = new Map<string, string>();
  const metadata: Pick<Metadata, 'claimUpload' | 'releaseClaims'> = {
    async claimUpload(id, writer) {
      const holder = held.get(id);
      if (holder !== undefined && holder !== writer) return false;
      held.set(id, writer);
      return true;
    },
    async releaseClaims(prefix) {
      for (const [id, writer] of held) if (writer.startsWith(prefix)) held.delete(id);
    },
  };
  return { held, metadata, node: (name: string) => new UploadWriters(metadata as Metadata, name) };
}

afterEach(() => vi.useRealTimers());

const forever = () => new Promise<never>(() => {});

describe('a session has one writer', () => {
  test('a second process is told to wait', async () => {
    const { node } = claims();
    void node('a').exclusively('s', () => {}, forever);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(node('b').exclusively('s', () => {}, forever)).rejects.toMatchObject({ status: 409 });
  });

  test('in one process the newer request ends the older one and goes on after it', async () => {
    const { node } = claims();
    const writers = node('a');
    const order: string[] = [];
    let stop: (error: Error) => void = () => {};
    const older = writers.exclusively(
      's',
      () => stop(new Error('stopped')),
      () => {
        return new Promise<void>((_, reject) => {
          stop = (error) => {
            order.push('older ended');
            reject(error);
          };
        });
      },
    );
    await new Promise((resolve) => setImmediate(resolve));
    const newer = writers.exclusively(
      's',
      () => {},
      async () => order.push('newer ran'),
    );
    await expect(older).rejects.toThrow('stopped');
    await newer;
    expect(order).toEqual(['older ended', 'newer ran']);
  });

  test('a renewal that finds the claim taken over ends the request', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { held, node } = claims();
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const writing = node('a').exclusively(
      's',
      () => stop(),
      async (claim) => {
        held.set('s', 'b:other');
        await vi.advanceTimersByTimeAsync(20_000);
        await stopped;
        await claim.settle();
      },
    );
    await expect(writing).rejects.toMatchObject({ status: 409 });
    expect(held.get('s')).toBe('b:other');
  });

  test('a renewal under way ends before the claim is given up', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { held, metadata } = claims();
    let renew = () => {};
    const slow = {
      ...metadata,
      claimUpload: async (...args: Parameters<Metadata['claimUpload']>) => {
        if (held.has('s')) await new Promise<void>((resolve) => (renew = resolve));
        return metadata.claimUpload(...args);
      },
    };
    await new UploadWriters(slow as Metadata, 'a').exclusively(
      's',
      () => {},
      async (claim) => {
        await vi.advanceTimersByTimeAsync(20_000);
        const settled = claim.settle();
        setImmediate(renew);
        await settled;
        held.delete('s');
      },
    );
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(held.size).toBe(0);
  });

  test('work that fails gives the claim up', async () => {
    const { held, node } = claims();
    const failing = node('a').exclusively(
      's',
      () => {},
      async () => {
        throw new Error('no');
      },
    );
    await expect(failing).rejects.toThrow('no');
    expect(held.size).toBe(0);
  });
});
