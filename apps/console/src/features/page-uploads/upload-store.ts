import { useSyncExternalStore } from 'react';
import type { Row } from './naming.ts';
import type { ChosenFiles, FromWorker, SavedUpload, ToWorker, UploadOrder } from './protocol.ts';
import { emptyState, heard, isWhole, type UploadState } from './upload-state.ts';

/** An upload lives longer than its page: it goes on while its user looks at other pages of the console. */
let state: UploadState = emptyState;
let worker: Worker | undefined;
let user = '';
let csrfToken = '';
const listeners = new Set<() => void>();

export function useUpload(): UploadState {
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(next: UploadState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Call it with whoever is signed in: nobody sees, or goes on with, another one's upload. */
export function bindUpload(session: { user: { name: string }; csrfToken: string }): void {
  csrfToken = session.csrfToken;
  if (user === session.user.name) return;
  if (user !== '') worker?.terminate();
  worker = user === '' ? worker : undefined;
  user = session.user.name;
  put(emptyState);
  tell({ type: 'find-saved' });
}

function tell(message: ToWorker): void {
  worker ??= startWorker();
  worker.postMessage(message);
}

function startWorker(): Worker {
  const started = new Worker(new URL('./worker/upload-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    put(heard(state, data, user));
    if (data.type === 'opened' && state.continuing && isWhole(state)) goOn();
  });
  started.addEventListener('error', (event) => {
    put(heard(state, { type: 'crashed', message: event.message || 'the worker could not be loaded' }, user));
  });
  addEventListener('online', () => tell({ type: 'online' }));
  return started;
}

/** Opens what was chosen or dropped; with an upload to go on with, as one of its files. */
export function addFiles(chosen: readonly Omit<ChosenFiles, 'id'>[]): void {
  for (const files of chosen) {
    const id = (state.continuing && savedIdOf(files)) || crypto.getRandomValues(new Uint32Array(2)).join('-');
    const size = files.files.reduce((sum, { file }) => sum + file.size, 0);
    const others = state.archives.filter((archive) => archive.id !== id);
    const row = { id, name: files.name, size, read: 0, mark: undefined, summary: undefined, problem: undefined };
    put({ ...state, problem: undefined, archives: [...others, { ...row, status: 'reading' }] });
    tell({ type: 'open', chosen: { ...files, id } });
  }
}

/** By name and size, else by size alone: files get renamed. */
function savedIdOf({ name, files }: Omit<ChosenFiles, 'id'>): string | undefined {
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const open = state.saved?.files.filter(
    ({ id }) => !state.archives.some((one) => one.id === id && one.status === 'ready'),
  );
  return (
    open?.find((one) => one.name === name && one.size === size) ??
    open?.find((one) => one.size === size) ??
    open?.[0]
  )?.id;
}

export function removeArchive(id: string): void {
  tell({ type: 'forget', id });
  put({
    ...state,
    archives: state.archives.filter((archive) => archive.id !== id),
    rows: state.rows.filter(({ archive }) => archive !== id),
  });
}

export function changeRow(id: string, change: Partial<Row>): void {
  put({ ...state, rows: state.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) });
}

export function startUpload(order: UploadOrder, saved?: SavedUpload): void {
  put({ ...state, phase: 'starting', problem: undefined });
  tell({ type: 'start', order, user, saved, csrfToken });
}

/** Ends the transfer on both sides. */
export function cancelUpload(): void {
  tell({ type: 'cancel', csrfToken });
}

export function pauseUpload(): void {
  tell({ type: 'pause' });
}

export function resumeUpload(): void {
  tell({ type: 'resume', csrfToken });
}

/** From the start, with nothing chosen. */
export function startOver(): void {
  tell({ type: 'close' });
  put(emptyState);
}

export function continueSaved(): void {
  put({ ...state, continuing: true, archives: [], rows: [] });
}

export function dropSaved(): void {
  tell({ type: 'drop-saved' });
  put({ ...state, saved: undefined, continuing: false, archives: [] });
}

function goOn(): void {
  const { saved } = state;
  if (!saved) return;
  put({ ...state, continuing: false, saved: undefined });
  startUpload(saved.order, saved);
}
