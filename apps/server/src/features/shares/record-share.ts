import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import type { AllowedRepository } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { recordEvent } from '../record-event.ts';
import { accountName } from './queries.ts';

/** What became of a share: its type for the account that shares, and for the one that receives. */
const types = {
  created: { owner: 'ShareCreated', receiver: 'ShareReceived' },
  changed: { owner: 'ShareChanged', receiver: 'ReceivedShareChanged' },
  removed: { owner: 'ShareRemoved', receiver: 'ReceivedShareRemoved' },
} as const;

interface SharedPlace extends Pick<AllowedRepository, 'id' | 'organization'> {
  /** Full name. */
  name: string;
}

export interface ShareChange {
  what: keyof typeof types;
  receiver: { id: string; name: string };
  /** ms since 1970, null for ever; left out where nothing is to say of it. */
  expiresAt?: number | null;
  previousExpiresAt?: number | null;
}

/**
 * Puts it on the record of both accounts, on each with what concerns it: the receiver learns the image, its owner's account and
 * until when, but not who did it from where, nor of other receivers.
 */
export async function recordShare(
  trx: Transaction<Database>,
  { id: repositoryId, name: repository, organization }: SharedPlace,
  changes: readonly ShareChange[],
  { actor, at }: { actor: UserActor; at: Date },
): Promise<void> {
  if (changes.length === 0) return;
  const owner = await accountName(trx, organization.accountId);
  for (const { what, receiver, ...ends } of changes) {
    const { expiresAt, previousExpiresAt } = ends;
    const facts = {
      repository,
      ...(expiresAt !== undefined && { expiresAt: isoTime(expiresAt) }),
      ...(previousExpiresAt !== undefined && { previousExpiresAt: isoTime(previousExpiresAt) }),
    };
    await recordEvent(trx, {
      type: types[what].owner,
      accountId: organization.accountId,
      organizationId: organization.id,
      repositoryId,
      payload: { ...facts, account: receiver.name, audienceAccounts: [receiver.id] },
      author: actor,
      at,
    });
    // Without the organization's id: whoever manages it reads the owner's event.
    await recordEvent(trx, {
      type: types[what].receiver,
      accountId: receiver.id,
      payload: { ...facts, sharedBy: owner, byAccount: owner },
      author: { id: null, name: '' },
      at,
    });
  }
}
