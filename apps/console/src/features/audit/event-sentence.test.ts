import { eventTypes } from '@wharf/api/event-types';
import { describe, expect, it } from 'vitest';
import english from './en-US.json' with { type: 'json' };
import chinese from './zh-CN.json' with { type: 'json' };

describe.each([
  ['en-US', english],
  ['zh-CN', chinese],
])('in %s', (_language, words) => {
  it.each(Object.keys(eventTypes))('%s has a name and a sentence', (type) => {
    expect(words.type).toHaveProperty(type);
    expect(words.sentence).toHaveProperty(type);
  });
});
