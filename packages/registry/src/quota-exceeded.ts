import { type RefusalDetail, RegistryError } from './error.ts';

/** More than the account may have. The metadata throws it, with the transaction undone; clients read its sentence. */
export class QuotaExceeded extends RegistryError {
  override name = 'QuotaExceeded';

  constructor(message: string, detail: RefusalDetail) {
    super('DENIED', message, detail);
  }
}
