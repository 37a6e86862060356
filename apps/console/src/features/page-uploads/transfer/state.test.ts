import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Content,
  delayAfter,
  next,
  nextRetryAt,
  noRetry,
  parallel,
  startable,
  type Target,
  type Transfer,
  type TransferEvent,
} from './state.ts';

function content(key: string, more: Partial<Content> = {}): Content {
  return {
    ...{ key, kind: 'layer', archive: 'a', member: `${key}/layer.tar`, sequential: false, size: 100, home: 'web' },
    ...{ from: undefined, known: undefined, phase: 'waiting', sent: 0, compressed: 0, held: undefined, retry: noRetry },
    ...more,
  };
}

function target(id: string, keys: string[], more: Partial<Target> = {}): Target {
  const place = { archive: 'a', image: 0, repository: 'web', tag: '1' };
  return { id, ...place, keys, phase: 'waiting', digest: undefined, retry: noRetry, ...more };
}

function transferOf(contents: Content[], targets: Target[]): Transfer {
  const byKey = Object.fromEntries(contents.map((one) => [one.key, one]));
  return { organization: 'acme', status: 'running', pausedBy: undefined, contents: byKey, targets };
}

const held = { digest: 'sha256:00', size: 50, mediaType: 'x' } as never;
const problem = { code: 'offline', message: 'no', detail: {} };
const fatal = { code: 'digest-differs', message: 'no', detail: {} };

function after(transfer: Transfer, ...events: TransferEvent[]): Transfer {
  return events.reduce((state, event) => next(state, event, 1000), transfer);
}

describe('what can begin', () => {
  test('a few layers at once, and the image when all are there', () => {
    const keys = ['1', '2', '3', '4', '5'];
    let transfer = transferOf(
      keys.map((key) => content(key)),
      [target('t', keys)],
    );
    expect(startable(transfer, 0)).toHaveLength(parallel);
    transfer = after(transfer, { type: 'send', key: '1' }, { type: 'send', key: '2' }, { type: 'send', key: '3' });
    expect(startable(transfer, 0)).toEqual([]);
    // What the server works on leaves the line to the next one.
    transfer = after(transfer, { type: 'compress', key: '1', compressed: 0 });
    expect(startable(transfer, 0)).toEqual([{ type: 'send', key: '4' }]);
    transfer = after(transfer, ...keys.map((key) => ({ type: 'held' as const, key, held, there: false })));
    expect(startable(transfer, 0)).toEqual([{ type: 'publish', target: 't' }]);
    expect(
      after(transfer, { type: 'publish', target: 't' }, { type: 'published', target: 't', digest: 'd' }).status,
    ).toBe('done');
  });

  test('a compressed archive goes in one pass, what is known beside it', () => {
    const contents = ['1', '2'].map((key) => content(key, { sequential: true }));
    const known = content('3', { sequential: true, from: 'acme/base', known: held });
    const transfer = transferOf([...contents, known], [target('t', ['1', '2', '3'])]);
    expect(startable(transfer, 0)).toEqual([
      { type: 'send', key: '3' },
      { type: 'pass', archive: 'a', keys: ['1', '2'] },
    ]);
    expect(startable(after(transfer, { type: 'send', key: '1' }), 0)).toEqual([{ type: 'send', key: '3' }]);
    const elsewhere = after(transfer, { type: 'send', key: '3' }, { type: 'not-mounted', key: '3' });
    expect(startable(elsewhere, 0)).toEqual([{ type: 'pass', archive: 'a', keys: ['1', '2', '3'] }]);
  });

  test('nothing while it is paused, and after it was cancelled', () => {
    const transfer = transferOf([content('1')], [target('t', ['1'])]);
    expect(startable(after(transfer, { type: 'pause' }), 0)).toEqual([]);
    expect(startable(after(transfer, { type: 'pause' }, { type: 'resume' }), 0)).toHaveLength(1);
    expect(startable(after(transfer, { type: 'cancel' }, { type: 'resume' }), 0)).toEqual([]);
  });
});

describe('failures', () => {
  test('a lost line is tried again after a growing while, at once when the browser says it is back', () => {
    let transfer = transferOf([content('1')], [target('t', ['1'])]);
    for (let failures = 1; failures <= 30; failures += 1) {
      transfer = after(transfer, { type: 'send', key: '1' }, { type: 'failed', key: '1', problem, again: true });
      expect(nextRetryAt(transfer)).toBe(1000 + delayAfter(failures));
      expect(startable(transfer, 1000)).toEqual([]);
    }
    expect(delayAfter(30)).toBe(30_000);
    expect(startable(after(transfer, { type: 'online' }), 1000)).toHaveLength(1);
    transfer = after(
      transfer,
      { type: 'online' },
      { type: 'send', key: '1' },
      { type: 'progress', key: '1', sent: 10 },
    );
    expect(transfer.contents['1']?.retry).toEqual(noRetry);
  });

  test('what only hurts one image leaves the others alone', () => {
    const contents = [content('bad'), content('good')];
    let transfer = transferOf(contents, [target('1', ['bad', 'good']), target('2', ['good'])]);
    transfer = after(
      transfer,
      { type: 'send', key: 'bad' },
      { type: 'failed', key: 'bad', problem: fatal, again: false },
    );
    expect(transfer.targets.map(({ phase }) => phase)).toEqual(['failed', 'waiting']);
    expect(transfer.targets[0]?.retry.problem).toEqual(fatal);
    transfer = after(transfer, { type: 'held', key: 'good', held, there: true });
    expect(startable(transfer, 1000)).toEqual([{ type: 'publish', target: '2' }]);
    expect(after(transfer, { type: 'published', target: '2', digest: 'd' }).status).toBe('failed');
  });

  test('what does not get better is given up some day', () => {
    let transfer = transferOf([content('1')], [target('t', ['1'])]);
    const lost = { ...problem, code: 'upload-lost' };
    for (let tries = 0; tries < 50; tries += 1)
      transfer = after(transfer, { type: 'failed', key: '1', problem: lost, again: true });
    expect(transfer.status).toBe('failed');
  });

  test('a pause by itself says why, until it goes on', () => {
    const paused = after(transferOf([content('1')], [target('t', ['1'])]), { type: 'pause', problem });
    expect(paused.pausedBy).toEqual(problem);
    expect(after(paused, { type: 'resume' }).pausedBy).toBeUndefined();
  });
});

test('whatever happens, an image is published only when all of it is there, and nothing that ended begins again', () => {
  const keys = ['1', '2', '3'];
  const event: fc.Arbitrary<TransferEvent> = fc.oneof(
    fc.record({ type: fc.constant('send' as const), key: fc.constantFrom(...keys) }),
    fc.record({
      type: fc.constant('held' as const),
      key: fc.constantFrom(...keys),
      held: fc.constant(held),
      there: fc.boolean(),
    }),
    fc.record({ type: fc.constant('compress' as const), key: fc.constantFrom(...keys), compressed: fc.nat(100) }),
    fc.record({
      type: fc.constant('failed' as const),
      key: fc.constantFrom(...keys),
      problem: fc.constant(fatal),
      again: fc.boolean(),
    }),
    fc.record({ type: fc.constant('stopped' as const), key: fc.constantFrom(...keys) }),
    fc.constantFrom<TransferEvent>({ type: 'pause' }, { type: 'resume' }, { type: 'online' }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let transfer = transferOf(
        keys.map((key) => content(key)),
        [target('a', ['1', '2']), target('b', ['2', '3'])],
      );
      for (const one of events) {
        transfer = next(transfer, one, 0);
        for (const task of startable(transfer, Number.MAX_SAFE_INTEGER)) {
          if (task.type === 'publish') {
            const publishing = transfer.targets.find(({ id }) => id === task.target);
            expect(publishing?.keys.every((key) => transfer.contents[key]?.held)).toBe(true);
          }
          if (task.type === 'send') expect(transfer.contents[task.key]?.phase).toBe('waiting');
        }
      }
    }),
  );
});
