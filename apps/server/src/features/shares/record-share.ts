import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';
import { recordEvent } from '../record-event.ts';
import { accountName } from './queries.ts';

/** What became of a share: its type for the account that shares, and for the one that receives; and whose people did it. */
const types = {
  created: { owner: 'ShareCreated', receiver: 'ShareReceived', by: 'owner' },
  changed: { owner: 'ShareChanged', receiver: 'ReceivedShareChanged', by: 'owner' },
  removed: { owner: 'ShareRemoved', receiver: 'ReceivedShareRemoved', by: 'owner' },
  left: { owner: 'ShareLeft', receiver: 'ReceivedShareLeft', by: 'receiver' },
} as const;

interface SharedPlace {
  id: string;
  /** Full name. */
  name: string;
  organization: { id: string; accountId: string };
}

export interface ShareChange {
  what: keyof typeof types;
  receiver: { id: string; name: string };
  /** ms since 1970, null for ever; left out where nothing is to say of it. */
  expiresAt?: number | null;
  previousExpiresAt?: number | null;
}

/**
 * Puts it on the record of both accounts, on each with what concerns it: the image, the other account and until when, but not
 * who did it there from where, nor (the receiver) of other receivers.
 */
export async function recordShare(
  trx: Transaction<Database>,
  { id: repositoryId, name: repository, organization }: SharedPlace,
  changes: readonly ShareChange[],
  { actor, at }: { actor: UserActor; at: Date },
): Promise<void> {
  if (changes.length === 0) return;
  const owner = await accountName(trx, organization.accountId);
  const nobody = { id: null, name: '' };
  for (const { what, receiver, ...ends } of changes) {
    const { expiresAt, previousExpiresAt } = ends;
    const facts = {
      repository,
      ...(expiresAt !== undefined && { expiresAt: isoTime(expiresAt) }),
      ...(previousExpiresAt !== undefined && { previousExpiresAt: isoTime(previousExpiresAt) }),
    };
    const { by, ...type } = types[what];
    await recordEvent(trx, {
      type: type.owner,
      accountId: organization.accountId,
      organizationId: organization.id,
      repositoryId,
      payload: {
        ...facts,
        account: receiver.name,
        ...(by === 'receiver' && { byAccount: receiver.name }),
        audienceAccounts: [receiver.id],
      },
      author: by === 'owner' ? actor : nobody,
      at,
    });
    // Without the organization's id: whoever manages it reads the owner's event.
    await recordEvent(trx, {
      type: type.receiver,
      accountId: receiver.id,
      payload: { ...facts, sharedBy: owner, ...(by === 'owner' && { byAccount: owner }) },
      author: by === 'receiver' ? actor : nobody,
      at,
    });
  }
}
