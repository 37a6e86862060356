import { expect, test } from 'vitest';
import { layerRows } from './layer-rows.ts';

const layer = (digest: string, createdBy: string | null = null) => ({ digest, mediaType: 'tar', size: 5, createdBy });

test('each step carries the layer that it made', () => {
  const rows = layerRows({
    layers: [layer('a'), layer('b')],
    history: [
      { createdBy: 'ADD', created: null, layer: 0 },
      { createdBy: 'ENV', created: null, layer: null },
      { createdBy: 'RUN', created: null, layer: 1 },
    ],
  });
  expect(rows.map((row) => [row.createdBy, row.layer?.digest])).toEqual([
    ['ADD', 'a'],
    ['ENV', undefined],
    ['RUN', 'b'],
  ]);
});

test('layers beyond the history are not lost, nor does a step invent one', () => {
  const rows = layerRows({
    layers: [layer('a'), layer('b', 'COPY')],
    history: [
      { createdBy: '', created: null, layer: 0 },
      { createdBy: 'RUN', created: null, layer: 7 },
    ],
  });
  expect(rows.map((row) => [row.createdBy, row.layer?.index])).toEqual([
    [undefined, 0],
    ['RUN', undefined],
    ['COPY', 1],
  ]);
});
