import type { ManifestView } from '@wharf/api';

/** A line of the layers table: a step of the build, with the layer it made, if it made one. */
export interface LayerRow {
  key: string;
  /** The instruction, or undefined when the config does not tell. */
  createdBy: string | undefined;
  layer: { index: number; digest: string; mediaType: string; size: number } | undefined;
}

/** The steps in order; layers that no step names come after them. */
export function layerRows({ history, layers }: Pick<ManifestView, 'history' | 'layers'>): LayerRow[] {
  const named = new Set<number>();
  const rows: LayerRow[] = history.map((step, at) => {
    const layer = step.layer === null ? undefined : layers[step.layer];
    if (step.layer !== null && layer) named.add(step.layer);
    return {
      key: `step-${at}`,
      createdBy: step.createdBy || undefined,
      layer: step.layer !== null && layer ? { index: step.layer, ...pick(layer) } : undefined,
    };
  });
  for (const [index, layer] of layers.entries()) {
    if (named.has(index)) continue;
    rows.push({ key: `layer-${index}`, createdBy: layer.createdBy ?? undefined, layer: { index, ...pick(layer) } });
  }
  return rows;
}

function pick({ digest, mediaType, size }: ManifestView['layers'][number]) {
  return { digest, mediaType, size };
}
