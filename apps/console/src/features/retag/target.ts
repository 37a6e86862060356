import { parseTag, splitRepositoryName } from '@wharf/oci';

export interface Target {
  /** `organization/path`. */
  name: string;
  tag: string;
}

export interface TargetComplaint {
  field: 'name' | 'tag';
  /** A key below `field.` of the words of `ui`. */
  problem: string;
}

/** Why a tag cannot be copied there, by the grammar alone; undefined when it can. */
export function complainAboutTarget({ name, tag }: Target, source: Target): TargetComplaint | undefined {
  const split = splitRepositoryName(name);
  if ('problem' in split) return { field: 'name', problem: split.problem };
  if (tag === '') return { field: 'tag', problem: 'empty' };
  if (!parseTag(tag)) return { field: 'tag', problem: 'tag' };
  if (name === source.name && tag === source.tag) return { field: 'tag', problem: 'same' };
  return undefined;
}

/** The parts of a name that the grammar allows. */
export function partsOf(name: string): { organization: string; repository: string } {
  const slash = name.indexOf('/');
  return { organization: name.slice(0, slash), repository: name.slice(slash + 1) };
}
