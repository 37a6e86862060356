export { type Deleted, type Deleting, deleteContent } from './delete-content.ts';
export { deleteRepositoryStep, type RepositoryDeletion } from './delete-repository.ts';
export { type FreedBytes, freedBytes, listGoing } from './freed-bytes.ts';
export { type DeletionPlan, type KeptByIndex, planDeletion, type Selection } from './plan-deletion.ts';
export { expireDeletions, letGoDeletion, purgeDeletion } from './purge-deletion.ts';
export { type Restored, restoreDeletion } from './restore-deletion.ts';
