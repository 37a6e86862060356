import { GateFull } from '../gate.ts';
import type { AdmissionRefusal } from '../identities/admit-identity.ts';

/** The password was right, and the person is nobody's user here. */
export class AdmissionRefused extends Error {
  override name = 'AdmissionRefused';
  readonly reason: AdmissionRefusal;
  constructor(reason: AdmissionRefusal) {
    super(`an identity was not admitted: ${reason}`);
    this.reason = reason;
  }
}

/** Nobody can tell now whether the password is right: to be tried again later, as with a full gate. */
export class DirectoryUnavailable extends GateFull {
  override name = 'DirectoryUnavailable';
}
