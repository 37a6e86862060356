import { openFsStorage } from '@wharf/storage/fs';
import { rotateSigningKeys } from './auth/signing-keys.ts';
import type { Command } from './command.ts';
import { openConfiguredDatabase } from './compose.ts';
import type { Config } from './config.ts';
import { fsck } from './fsck.ts';
import { resetPassword } from './reset-password.ts';

/**
 * Runs a command of the operator; the server may run meanwhile.
 * @returns the exit code.
 */
export async function runCommand(
  command: Extract<Command, { kind: 'rotate-keys' | 'reset-password' | 'fsck' }>,
  config: Config,
): Promise<number> {
  const database = await openConfiguredDatabase(config);
  try {
    if (command.kind === 'fsck') {
      const storage = await openFsStorage(config.data);
      return await fsck({ database, storage }, (line) => process.stdout.write(`${line}\n`)).finally(() =>
        storage.close(),
      );
    }
    if (command.kind === 'rotate-keys') {
      const id = await rotateSigningKeys(database, new Date());
      process.stdout.write(
        `Registry tokens are signed with the new key ${id} from now on (within a minute on running servers).\n`,
      );
      return 0;
    }
    const password = await resetPassword(database, command.user);
    if (password === undefined) {
      process.stderr.write(`There is no user ${JSON.stringify(command.user)}.\n`);
      return 1;
    }
    process.stdout.write(`The new password of ${command.user}: ${password}\n`);
    return 0;
  } finally {
    await database.close();
  }
}
