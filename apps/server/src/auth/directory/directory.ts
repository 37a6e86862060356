import type { WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import type { Config } from '../../config.ts';
import { createGate, GateFull } from '../gate.ts';
import { admitIdentity } from '../identities/admit-identity.ts';
import { askDirectory } from './ask-directory.ts';
import { AdmissionRefused, DirectoryUnavailable } from './directory-errors.ts';

/** The directory (LDAP) in which users may have their password. */
export interface Directory {
  /**
   * The user of whoever has this name and password there, made and followed as `admitIdentity` does; undefined when nobody has.
   * @throws AdmissionRefused, DirectoryUnavailable
   */
  prove(name: string, password: string): Promise<{ id: string } | undefined>;
}

const atOnce = 8;
const waiting = 200;

export function createDirectory(
  world: { database: WharfDatabase; config: Config; now(): Date; log: Log },
  url: string,
): Directory {
  const gate = createGate(atOnce, waiting);
  const { config, database, now, log } = world;
  const policy = { rules: config.identityRules, account: config.identityAccount };

  async function ask(name: string, password: string) {
    try {
      return await gate(() => askDirectory(config, url, name, password));
    } catch (error) {
      if (error instanceof GateFull) throw error;
      log.error({ err: error }, 'the directory did not answer, or refuses what it is asked');
      throw new DirectoryUnavailable('the directory does not answer', { cause: error });
    }
  }

  return {
    async prove(name, password) {
      const vouched = await ask(name, password);
      if (!vouched) return undefined;
      const admission = await admitIdentity({ database, policy, now }, vouched);
      if (admission.admitted) return { id: admission.userId };
      // The name stands in the directory and was proved: no password typed into the wrong field.
      log.warn({ identity: vouched.name, reason: admission.reason }, 'a user of the directory was not admitted');
      throw new AdmissionRefused(admission.reason);
    },
  };
}
