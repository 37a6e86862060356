import { type NameProblem, organizationNameProblem } from '@wharf/oci';

/** What the sentence about a name needs: its key below `problem.`, and the part of the name that is wrong. */
export interface NameComplaint {
  problem: NameProblem | 'character-space';
  /** The characters that the rule refuses, as typed. */
  found: string;
  count: number;
}

/** What is wrong with an organization's name and where, or undefined when it is allowed. */
export function complainAbout(name: string): NameComplaint | undefined {
  const problem = organizationNameProblem(name);
  if (problem === undefined) return undefined;
  const found = culprit(name, problem);
  return {
    problem: problem === 'character' && /^\s$/u.test(found) ? 'character-space' : problem,
    found,
    count: name.length,
  };
}

function culprit(name: string, problem: NameProblem): string {
  switch (problem) {
    case 'uppercase':
      return /[A-Z]/.exec(name)?.[0] ?? '';
    case 'character':
      return /[^a-z0-9._-]/u.exec(name)?.[0] ?? '';
    case 'first-character':
      return name.charAt(0);
    case 'last-character':
      return name.charAt(name.length - 1);
    case 'separators':
      return [...name.matchAll(/[._-]{2,}/g)].map(([run]) => run).find((run) => !/^(?:__|-+)$/.test(run)) ?? '';
    default:
      return '';
  }
}
