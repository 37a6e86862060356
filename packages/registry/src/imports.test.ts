import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));

/** The core must stay usable without a database, a framework or a store: it knows the spec, Node, and its own ports. */
test('the core imports nothing but the oci package and Node', () => {
  const foreign = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('contract'))
    .flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/from '([^']+)'/g)]
        .map(([, specifier = '']) => specifier)
        .filter((specifier) => !/^(\.|node:|@wharf\/oci$)/.test(specifier))
        .map((specifier) => `${file}: ${specifier}`),
    );
  expect(foreign).toEqual([]);
});
