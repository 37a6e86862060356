export interface LayerForm {
  diff_id: string;
  blob_digest: string;
}

export interface PullableBlob {
  digest: string;
  size: number;
  /** Null: only repositories of other organizations hold it. */
  own_repository: string | null;
}

/** A compressor that gains nothing adds about a thousandth; more is somebody's play. */
const growth = 1.01;

/**
 * The blob to take for an uncompressed layer: one of the own organization before others, then the smallest. A stranger's
 * public repository may hold a bloated form of a layer that everybody uses: that one is sent instead.
 * @param rawSize of the uncompressed layer in bytes
 */
export function chooseLayer<F extends LayerForm, B extends PullableBlob>(
  forms: readonly F[],
  blobs: ReadonlyMap<string, B>,
  diffId: string,
  rawSize: number,
): { content: F; blob: B } | undefined {
  let best: { content: F; blob: B } | undefined;
  for (const content of forms) {
    const blob = content.diff_id === diffId ? blobs.get(content.blob_digest) : undefined;
    if (!blob || (!isOwn(blob) && blob.size > rawSize * growth)) continue;
    if (!best || isBetter(blob, best.blob)) best = { content, blob };
  }
  return best;
}

function isOwn({ own_repository }: PullableBlob): boolean {
  return own_repository !== null;
}

function isBetter(one: PullableBlob, other: PullableBlob): boolean {
  return isOwn(one) === isOwn(other) ? one.size < other.size : isOwn(one);
}
