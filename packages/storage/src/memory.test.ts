import { describeFullStorage, describeStorage } from '@wharf/registry/contract/storage';
import { createMemoryStorage } from './memory.ts';

describeStorage('memory', async () => ({ storage: createMemoryStorage(), dispose: async () => {} }));
describeFullStorage('memory', async () => ({
  storage: createMemoryStorage({ capacity: 1024 * 1024 }),
  dispose: async () => {},
}));
