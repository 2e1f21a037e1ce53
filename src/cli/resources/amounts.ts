import type { Amounts, Entitlement, Entitlements } from '../../../domain/foundation/shapes.ts';
import { boundText, type Described, mibText, milliText } from '../print/index.ts';

/** Amounts of the three resources as one line: `8 GPUs, 32 CPU cores, 4Gi`. */
export const amountsText = ({ gpuMilli, cpuMilli, memoryMib }: Amounts): string =>
  `${milliText(gpuMilli)} GPUs, ${milliText(cpuMilli)} CPU cores, ${mibText(memoryMib)}`;

/** What a queue or its owner is promised, resource by resource; `∞` is "no bound". */
export const entitlementLines = (granted: Entitlements): readonly Described[] => [
  { key: 'GPUs', value: promiseText(granted.gpuMilli, boundText) },
  { key: 'CPU cores', value: promiseText(granted.cpuMilli, boundText) },
  { key: 'memory', value: promiseText(granted.memoryMib, mibText) },
  { key: 'priority', value: `${granted.priority}` },
];

const promiseText = (
  { quota, limit, weight }: Entitlement,
  amount: (value: number) => string,
): string => `quota ${amount(quota)}, limit ${amount(limit)}, over-quota weight ${weight}`;

/** The sum of amounts that may be boundless: −1 as soon as one of them is. */
export const boundSum = (amounts: Iterable<number>): number => {
  let sum = 0;
  for (const amount of amounts) {
    if (amount === -1) return -1;
    sum += amount;
  }
  return sum;
};
