import { organizationNameProblem } from '@wharf/oci';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import en from './en-US.json' with { type: 'json' };
import { complainAbout } from './name-problem.ts';
import zh from './zh-CN.json' with { type: 'json' };

test.each([
  ['', 'empty', ''],
  ['a'.repeat(65), 'too-long', ''],
  ['v2', 'reserved', ''],
  ['myTeam', 'uppercase', 'T'],
  ['1team', 'first-character', '1'],
  ['-team', 'first-character', '-'],
  ['team-', 'last-character', '-'],
  ['team/web', 'character', '/'],
  ['my team', 'character-space', ' '],
  ['团队', 'character', '团'],
  ['team😀', 'character', '😀'],
  ['a..b', 'separators', '..'],
  ['a__b___c', 'separators', '___'],
  ['a--b.-c', 'separators', '.-'],
])('%j: %s at %j', (name, problem, found) => {
  expect(complainAbout(name)).toMatchObject({ problem, found });
});

test('exactly the names that the grammar refuses are complained about, in a sentence of both languages', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'z', '0', 'B', '.', '_', '-', '/', ' '), maxLength: 9 }),
      (name) => {
        const complaint = complainAbout(name);
        expect(complaint === undefined).toBe(organizationNameProblem(name) === undefined);
        if (!complaint) return;
        expect(en.problem[complaint.problem]).toBeTruthy();
        expect(zh.problem[complaint.problem]).toBeTruthy();
        if (en.problem[complaint.problem].includes('{{found}}')) expect(complaint.found).not.toBe('');
      },
    ),
  );
});
