import type { Job } from '@wharf/api';
import type { Transfer } from './transfer/state.ts';

/** Why something was refused: a code of the archive package or of `TransferProblem`, and facts for its words. */
export interface UploadProblem {
  code: string;
  message: string;
  detail: Readonly<Record<string, unknown>>;
}

/** One file, or a folder's files. */
export interface ChosenFiles {
  /** Of the page's making; names the archive from here on. */
  id: string;
  name: string;
  /** Paths begin with the folder's name. */
  files: { path: string; file: File }[];
  folder: boolean;
  /** Where the browser gives one: it can be opened again after a reload. */
  handle?: FileSystemFileHandle | undefined;
}

export interface PartSummary {
  key: string;
  kind: 'blob' | 'layer' | 'document';
  /** The digest, or the diff id of a `layer`. */
  digest: string;
  size: number;
}

export interface ImageSummary {
  /** As written in the archive. */
  names: string[];
  platforms: string[];
  /** Bytes in the archive. */
  size: number;
  layers: number;
  parts: PartSummary[];
  /** Platforms that its index names but the archive does not hold. */
  missing: number;
}

export interface ArchiveSummary {
  format: 'docker-save' | 'docker-save-oci' | 'oci-layout';
  images: ImageSummary[];
}

/** What is to be made of what. */
export interface UploadOrder {
  id: string;
  organization: string;
  targets: UploadTarget[];
}

export interface UploadTarget {
  id: string;
  /** `ChosenFiles.id` and the image's place in it. */
  archive: string;
  image: number;
  /** Below the organization. */
  repository: string;
  tag: string;
}

/** What is kept of an upload so that it can go on after a reload. */
export interface SavedUpload {
  order: UploadOrder;
  /** Whose it is: nobody else is offered to go on. */
  user: string;
  files: SavedFile[];
  /** By part: the registry's upload session, and the job that compresses it. */
  sessions: Record<string, { repository: string; upload: string; job?: string | undefined }>;
}

export interface SavedFile {
  id: string;
  name: string;
  size: number;
  /** Of its first and last bytes. */
  mark: string;
  folder: boolean;
  handle?: FileSystemFileHandle | undefined;
}

export interface TransferSnapshot {
  transfer: Transfer;
  /** Bytes a second, over the last seconds. */
  rate: number;
}

export type ToWorker =
  | { type: 'open'; chosen: ChosenFiles }
  | { type: 'forget'; id: string }
  | { type: 'start'; order: UploadOrder; user: string; saved?: SavedUpload | undefined; csrfToken: string }
  | { type: 'pause' }
  | { type: 'resume'; csrfToken: string }
  | { type: 'cancel'; csrfToken: string }
  /** The network is back. */
  | { type: 'online' }
  /** After the last word about an upload: its memory goes. */
  | { type: 'close' }
  | { type: 'find-saved' }
  | { type: 'drop-saved' };

export type FromWorker =
  | { type: 'reading'; id: string; bytes: number; total: number }
  | { type: 'opened'; id: string; size: number; mark: string; archive: ArchiveSummary }
  | { type: 'refused'; id: string; problem: UploadProblem }
  | { type: 'transfer'; snapshot: TransferSnapshot }
  | { type: 'saved'; saved: SavedUpload | undefined }
  /** The worker itself failed. */
  | { type: 'crashed'; message: string };

export type JobState = Pick<Job, 'state' | 'result' | 'error' | 'progress'>;
