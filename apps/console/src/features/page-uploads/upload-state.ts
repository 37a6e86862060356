import type { Row } from './naming.ts';
import { rowsOf } from './naming.ts';
import type { ArchiveSummary, FromWorker, SavedUpload, TransferSnapshot, UploadProblem } from './protocol.ts';

export interface ArchiveRow {
  id: string;
  name: string;
  size: number;
  status: 'reading' | 'ready' | 'refused';
  /** Bytes that were read of a compressed archive. */
  read: number;
  /** `SavedFile.mark`, once it is read. */
  mark: string | undefined;
  summary: ArchiveSummary | undefined;
  problem: UploadProblem | undefined;
}

export interface UploadState {
  archives: readonly ArchiveRow[];
  rows: readonly Row[];
  phase: 'choosing' | 'starting' | 'sending';
  /** Why it could not be started, or the worker failed. */
  problem: UploadProblem | undefined;
  snapshot: TransferSnapshot | undefined;
  /** An upload that a reload cut off; undefined while that is not known, or when there is none. */
  saved: SavedUpload | undefined;
  /** Its files are being chosen again. */
  continuing: boolean;
}

export const emptyState: UploadState = {
  archives: [],
  rows: [],
  phase: 'choosing',
  problem: undefined,
  snapshot: undefined,
  saved: undefined,
  continuing: false,
};

/** The state after a word of the worker; `user` is who is signed in. */
export function heard(state: UploadState, message: FromWorker, user: string): UploadState {
  switch (message.type) {
    case 'reading':
      return withArchive(state, message.id, (archive) => ({ ...archive, read: message.bytes }));
    case 'opened':
      return opened(state, message);
    case 'refused':
      if (state.archives.some(({ id }) => id === message.id)) {
        return withArchive(state, message.id, (archive) => ({
          ...archive,
          status: 'refused',
          problem: message.problem,
        }));
      }
      return { ...state, phase: 'choosing', problem: message.problem };
    case 'transfer':
      return { ...state, phase: 'sending', snapshot: message.snapshot };
    case 'saved':
      return { ...state, saved: message.saved?.user === user ? message.saved : undefined };
    case 'crashed':
      return { ...state, problem: { code: 'unexpected', message: message.message, detail: {} } };
  }
}

function opened(state: UploadState, { id, size, mark, archive: summary }: Extract<FromWorker, { type: 'opened' }>) {
  const before = state.continuing ? state.saved?.files.find((file) => file.id === id) : undefined;
  const other = before && (before.size !== size || before.mark !== mark);
  const next = withArchive(state, id, (archive) => ({
    ...archive,
    size,
    mark,
    summary,
    status: other ? 'refused' : 'ready',
    problem: other
      ? { code: 'other-file', message: 'not the file of before', detail: { name: before.name } }
      : undefined,
  }));
  const row = next.archives.find((archive) => archive.id === id);
  if (!row || state.continuing) return next;
  return { ...next, rows: [...state.rows, ...rowsOf(id, row.name, summary.images)] };
}

/** Whether all files of the upload that was cut off are open again. */
export function isWhole({ saved, archives }: Pick<UploadState, 'saved' | 'archives'>): boolean {
  return Boolean(saved?.files.every(({ id }) => archives.some((one) => one.id === id && one.status === 'ready')));
}

function withArchive(state: UploadState, id: string, change: (archive: ArchiveRow) => ArchiveRow): UploadState {
  return { ...state, archives: state.archives.map((archive) => (archive.id === id ? change(archive) : archive)) };
}
