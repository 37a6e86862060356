import { describe, expect, test } from 'vitest';
import { readInstruction } from './instruction.ts';

describe('readInstruction', () => {
  test.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]'],
    ['/bin/sh -c #(nop) ADD file:abc in / ', 'ADD', 'file:abc in /'],
    [
      'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
      'RUN',
      'apt-get update && apt-get install -y curl',
    ],
    ['COPY . /app # buildkit', 'COPY', '. /app'],
    ['ENV PATH=/usr/bin', 'ENV', 'PATH=/usr/bin'],
    ['/bin/sh -c make install', 'RUN', 'make install'],
    ['RUN /bin/bash -o pipefail -c set -x', 'RUN', 'set -x'],
    ['|1 VERSION=3 /bin/sh -c echo $VERSION', 'RUN', 'echo $VERSION'],
    ['RUN |2 A=1 B=2 /bin/sh -c echo hi # buildkit', 'RUN', 'echo hi'],
    ['umoci insert', undefined, 'umoci insert'],
    ['/bin/sh -c #(nop) something odd', undefined, 'something odd'],
    ['', undefined, ''],
  ])('%s', (createdBy, keyword, text) => {
    expect(readInstruction(createdBy)).toEqual({ keyword, text });
  });
});
