import type { Exchange } from './exchange.ts';
import { sendJson } from './respond.ts';

/** end-1: the registry speaks the spec, and the caller's credentials hold. */
export async function getBase({ res }: Exchange): Promise<void> {
  sendJson(res, 200, {});
}
