import { expect, test } from 'vitest';
import { type ArchiveRow, emptyState, heard, isWhole, type UploadState } from './upload-state.ts';

const archive: ArchiveRow = {
  ...{ id: 'a', name: 'web.tar', size: 10, status: 'reading', read: 0 },
  ...{ mark: undefined, summary: undefined, problem: undefined },
};
const summary = {
  format: 'docker-save' as const,
  images: [{ names: ['web:1'], platforms: [], size: 10, layers: 1, parts: [], missing: 0 }],
};
const opened = { type: 'opened' as const, id: 'a', size: 10, mark: 'm', archive: summary };
const order = { id: 'o', organization: 'acme', targets: [] };
const saved = {
  order,
  user: 'mei',
  files: [{ id: 'a', name: 'web.tar', size: 10, mark: 'm', folder: false }],
  sessions: {},
};

test('an archive that was read gives a row for each image', () => {
  const state = heard({ ...emptyState, archives: [archive] }, opened, 'mei');
  expect(state.archives[0]).toMatchObject({ status: 'ready', summary });
  expect(state.rows).toMatchObject([{ archive: 'a', repository: 'web', tag: '1' }]);
});

test('another one’s upload is nobody else’s', () => {
  expect(heard(emptyState, { type: 'saved', saved }, 'mei').saved).toBe(saved);
  expect(heard(emptyState, { type: 'saved', saved }, 'lars').saved).toBeUndefined();
});

test('an upload goes on with its own files only', () => {
  const continuing: UploadState = { ...emptyState, saved, continuing: true, archives: [archive] };
  const right = heard(continuing, opened, 'mei');
  expect([isWhole(right), right.rows.length]).toEqual([true, 0]);
  for (const other of [{ mark: 'x' }, { size: 11 }]) {
    const wrong = heard(continuing, { ...opened, ...other }, 'mei');
    expect(wrong.archives[0]).toMatchObject({ status: 'refused', problem: { code: 'other-file' } });
    expect(isWhole(wrong)).toBe(false);
  }
});

test('a refusal of the whole lets one start again', () => {
  const problem = { code: 'forbidden', message: '', detail: {} };
  const state = heard({ ...emptyState, phase: 'starting' }, { type: 'refused', id: 'o', problem }, 'mei');
  expect(state).toMatchObject({ phase: 'choosing', problem });
});
