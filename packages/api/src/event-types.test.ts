import { expect, it } from 'vitest';
import { type EventType, eventTypes, traceOf, unrecordedTraces } from './event-types.ts';

/** The event names that SWR's record of traces knows (CTS). */
const swr = `postMultipartImagePackage uploadImagePackage createDockerConfig getDomainOverview getDomainResourceReports
createUserNamespace deleteUserNamespace listUserNamespaces showUserNamespace
createUserNamespaceAuth deleteUserNamespaceAuth showUserNamespaceAuth updateUserNamespaceAuth
createImageRepository deleteImageRepository showImageRepository updateImageRepository listImageRepositories
createImageTag deleteImageTag listImageTags
createUserRepositoryAuth deleteUserRepositoryAuth showUserRepositoryAuth updateUserRepositoryAuth
createImageRepositoryAccessDomain deleteImageRepositoryAccessDomain showImageRepositoryAccessDomain
updateImageRepositoryAccessDomain listImageRepositoryAccessDomain
createRepoShare deleteRepoShare getRepoShare updateRepoShare listRepoShares
createRetention deleteRetention showRetention updateRetention listRetentions listRetentionHistories
createTrigger updateTrigger deleteTrigger createUserCollections deleteUserCollections
createBlob updateImageLayerChunk updateImageLayer downloadImageLayer uploadManifest`.split(/\s+/);

const nothing = { credentialKind: null, repository: null, payload: {} };

it('has for each trace of SWR an event, or says why not', () => {
  const told = new Set<string | null>(['postMultipartImagePackage']);
  for (const type of Object.keys(eventTypes)) {
    told.add(traceOf(type, nothing));
    told.add(traceOf(type, { ...nothing, repository: 'acme/web' }));
  }
  for (const name of swr) expect([name, told.has(name) || name in unrecordedTraces]).toEqual([name, true]);
  for (const name of Object.keys(unrecordedTraces)) expect([name, told.has(name)]).toEqual([name, false]);
});

it.each<[EventType, Partial<Parameters<typeof traceOf>[1]>, string | null]>([
  ['ManifestPushed', { credentialKind: 'temporary-login' }, 'uploadManifest'],
  ['ManifestPushed', { credentialKind: 'session' }, 'postMultipartImagePackage'],
  ['GrantPut', {}, 'createUserNamespaceAuth'],
  ['GrantRemoved', { payload: { pattern: 'web/*' } }, 'deleteUserRepositoryAuth'],
  ['ContentDeleted', { payload: { kind: 'tags' } }, 'deleteImageTag'],
  ['ContentDeleted', { payload: { kind: 'repository' } }, 'deleteImageRepository'],
  ['SignedIn', {}, null],
])('%s with %j is %s', (type, facts, trace) => {
  expect(traceOf(type, { ...nothing, ...facts })).toBe(trace);
});

it('knows nothing of a type that a later version wrote', () => {
  expect(traceOf('Unheard', nothing)).toBeNull();
});
