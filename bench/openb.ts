import { measuredQuality } from './openb-quality.ts';
import { measuredSpeed } from './openb-speed.ts';
import { seeds, workloads } from './openb-stream.ts';
import { repeatsOf, type Row } from './row.ts';
import { hasTraces } from './traces.ts';

/** Where only that it can be measured counts, two seeds of two workloads do; all of them take minutes. */
const isShort = repeatsOf(seeds.length) === 1;

/**
 * The paper's workloads through the kernel: how much is allocated in the end, beside what is published, and how fast.
 *
 * @source Weng et al., ATC 2023
 */
export const rows = async (): Promise<readonly Row[]> => {
  if (!hasTraces())
    throw new Error('the public traces are missing: set BERTH_DATA to their folder');
  const speed = await measuredSpeed(isShort ? [1] : [1, 2, 4, 8]);
  const quality = await (isShort
    ? measuredQuality(['default', 'gpuspec33'], seeds.slice(0, 2))
    : measuredQuality(workloads, seeds));
  return [...quality, ...speed];
};
