import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow by half of what lives in it before all of it is looked through, where V8 would wait until it has grown four
 * times: on a busy machine requests take long enough for their garbage to get old, and then most of a process's memory is that
 * (V8, `MemoryController::GrowingFactor`: the flag is read at each collection, so it may be set at any time).
 */
export function boundHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
