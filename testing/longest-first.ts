import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A minute and more each: one that began last would keep one worker busy while the other has nothing left to do. */
const longest = [
  'registry/crash',
  'console/accessible',
  'console/page-upload',
  'console/recycle-bin',
  'registry/collection',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = longest.findIndex((name) => moduleId.endsWith(`/e2e/${name}.spec.ts`));
  return at < 0 ? longest.length : at;
};

/** Vitest orders by what it remembers of the last run; a fresh checkout remembers nothing. */
export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(specifications)).sort((one, other) => rank(one) - rank(other));
  }
}
