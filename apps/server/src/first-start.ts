import type { WharfDatabase } from '@wharf/db';
import { newId } from '@wharf/db';
import { hashPassword } from './auth/passwords.ts';
import { newSecret } from './auth/secrets.ts';
import { addSigningKey } from './auth/signing-keys.ts';
import type { Config } from './config.ts';
import { libraryName } from './features/library.ts';

// The same on every node: of several that start at once on an empty database, the primary key lets one win.
const firstAccountId = '00000000-0000-7000-8000-000000000001';

export interface FirstAdministrator {
  account: string;
  user: string;
  /** The password that was made; undefined when the configuration gave it. */
  password: string | undefined;
}

/**
 * Makes the account, its administrator, a public organization `library` and the signing key in an empty database, all or nothing.
 * @returns what was made; undefined on every later start, and for the nodes that came second.
 */
export async function ensureFirstAccount(
  database: WharfDatabase,
  config: Pick<
    Config,
    'account' | 'adminUser' | 'adminPassword' | 'organizationQuota' | 'repositoryQuota' | 'tagQuota' | 'byteQuota'
  >,
  at: Date,
): Promise<FirstAdministrator | undefined> {
  const any = await database.db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
  if (any) return undefined;
  const made = config.adminPassword === undefined ? newSecret() : undefined;
  const passwordHash = await hashPassword(config.adminPassword ?? made ?? '');
  const won = await database.db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('accounts')
      .values({
        id: firstAccountId,
        name: config.account,
        organization_quota: config.organizationQuota,
        repository_quota: config.repositoryQuota,
        tag_quota: config.tagQuota,
        byte_quota: config.byteQuota,
        created_at: at.getTime(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (!inserted.numInsertedOrUpdatedRows) return false;
    await trx
      .insertInto('users')
      .values({
        id: newId(),
        account_id: firstAccountId,
        name: config.adminUser,
        password_hash: passwordHash,
        role: 'system-administrator',
        disabled_at: null,
        created_at: at.getTime(),
        last_signed_in_at: null,
      })
      .execute();
    await trx
      .insertInto('organizations')
      .values({
        id: newId(),
        account_id: firstAccountId,
        name: libraryName,
        visibility: 'public',
        created_at: at.getTime(),
        created_by: config.adminUser,
      })
      .execute();
    await addSigningKey(trx, at);
    return true;
  });
  return won ? { account: config.account, user: config.adminUser, password: made } : undefined;
}

/** What the operator reads at the first start. */
export function welcomeText({ account, user, password }: FirstAdministrator): string {
  return [
    `First start: made the account "${account}" and its administrator.`,
    `  User name: ${user}`,
    password === undefined
      ? '  Password:  as configured'
      : `  Password:  ${password}   (shown only now; "npm start -- reset-password ${user}" makes another)`,
    '  Open the address below in a browser and sign in.',
  ].join('\n');
}
