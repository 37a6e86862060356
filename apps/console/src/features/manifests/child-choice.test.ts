import { describe, expect, test } from 'vitest';
import { childKey, chosenChild, type IndexChild, orderedChildren } from './child-choice.ts';

function child(digest: string, os?: string, architecture?: string, variant?: string): IndexChild {
  const platform = os && architecture ? { os, architecture, ...(variant ? { variant } : {}) } : null;
  return { digest, mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 1, platform };
}

const attestation = child('sha256:a', 'unknown', 'unknown');
const arm = child('sha256:b', 'linux', 'arm64', 'v8');
const amd = child('sha256:c', 'linux', 'amd64');
const children = [attestation, arm, amd];

describe('the child of an index', () => {
  test('is the one that the URL names', () => {
    expect(chosenChild(children, 'linux/arm64/v8')).toBe(arm);
    expect(chosenChild(children, 'sha256:a')).toBe(attestation);
  });

  test('is linux/amd64 when the URL names none, or one that is not there', () => {
    expect(chosenChild(children, undefined)).toBe(amd);
    expect(chosenChild(children, 'plan9/386')).toBe(amd);
  });

  test('is the first that is no attestation when there is no linux/amd64', () => {
    expect(chosenChild([attestation, arm], undefined)).toBe(arm);
    expect(chosenChild([], undefined)).toBeUndefined();
  });

  test('is named by digest where its platform is missing or not its own', () => {
    const twins = [child('sha256:d', 'windows', 'amd64'), child('sha256:e', 'windows', 'amd64'), child('sha256:f')];
    expect(twins.map((one) => childKey(one, twins))).toEqual(['sha256:d', 'sha256:e', 'sha256:f']);
    expect(childKey(amd, children)).toBe('linux/amd64');
  });
});

test('attestations come last', () => {
  expect(orderedChildren(children)).toEqual([arm, amd, attestation]);
});
