/** What the load process can be asked to do to one registry. */
export type Job =
  /** `clients` connections download `path` `each` times one after the other. */
  | { kind: 'download'; origin: string; headers: Record<string, string>; path: string; clients: number; each: number }
  /** `clients` connections push one new blob of `bytes` each. */
  | { kind: 'upload'; origin: string; headers: Record<string, string>; clients: number; bytes: number }
  /** `count` new blobs of `bytes` over `clients` connections. */
  | {
      kind: 'small-blobs';
      origin: string;
      headers: Record<string, string>;
      clients: number;
      bytes: number;
      count: number;
    }
  /** One request again and again over `clients` connections. */
  | {
      kind: 'requests';
      origin: string;
      headers: Record<string, string>;
      method: 'HEAD' | 'GET' | 'PUT';
      path: string;
      clients: number;
      seconds: number;
    }
  /** Tags `tags` put on one manifest, as fast as it goes. */
  | {
      kind: 'tags';
      origin: string;
      headers: Record<string, string>;
      repository: string;
      manifest: string;
      mediaType: string;
      clients: number;
      tags: string[];
    };

export interface Outcome {
  seconds: number;
  /** Of the bodies. */
  bytes: number;
  requests: number;
  /** Milliseconds, for `requests` only. */
  p50?: number;
  p99?: number;
}

/** A job without the server it goes to. */
export type Unaddressed = Job extends infer Each
  ? Each extends Job
    ? Omit<Each, 'origin' | 'headers'>
    : never
  : never;
