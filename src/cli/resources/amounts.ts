import type { Amounts, Entitlement, Entitlements } from '../../../domain/foundation/shapes.ts';
import type { QueueTerms } from '../../../domain/foundation/queue-terms.ts';
import { boundText, type Described, spanText, mibText, milliText } from '../print/index.ts';

/** Amounts of the three resources as one line: `8 GPUs, 32 CPU cores, 4Gi`. */
export const amountsText = ({ gpuMilli, cpuMilli, memoryMib }: Amounts): string =>
  `${milliText(gpuMilli)} GPUs, ${milliText(cpuMilli)} CPU cores, ${mibText(memoryMib)}`;

/** What a queue or its owner is promised, resource by resource; `∞` is "no bound". */
export const entitlementLines = (granted: Entitlements): readonly Described[] => [
  { key: 'GPUs', value: promiseText(granted.gpuMilli, boundText) },
  { key: 'CPU cores', value: promiseText(granted.cpuMilli, boundText) },
  { key: 'memory', value: promiseText(granted.memoryMib, mibText) },
  { key: 'priority', value: `${granted.priority}` },
  ...termLines(granted.terms ?? {}),
];

/** What a queue asks besides shares; what it does not say is left out. */
const termLines = (terms: QueueTerms): readonly Described[] => {
  const { preemptMinRunMs, reclaimMinRunMs, maxRunMs, lendingMax, others = {} } = terms;
  const time = (key: string, ms: number | undefined): readonly Described[] =>
    ms === undefined ? [] : [{ key, value: spanText(ms) }];
  return [
    ...time('safe from preemption for', preemptMinRunMs),
    ...time('safe from reclaim for', reclaimMinRunMs),
    ...time('runs at most', maxRunMs),
    ...(lendingMax === undefined ? [] : [{ key: 'lends at most', value: lentText(lendingMax) }]),
    ...Object.entries(others).map(([name, bound]) => {
      const amount = name.startsWith('gpu:') ? boundText : wholeText;
      return { key: name, value: `quota ${amount(bound.quota)}, limit ${amount(bound.limit)}` };
    }),
  ];
};

const wholeText = (amount: number): string => (amount === -1 ? '∞' : `${amount}`);

const lentText = ({
  gpuMilli,
  cpuMilli,
  memoryMib,
}: NonNullable<QueueTerms['lendingMax']>): string =>
  [
    gpuMilli === undefined ? [] : `${milliText(gpuMilli)} GPUs`,
    cpuMilli === undefined ? [] : `${milliText(cpuMilli)} CPU cores`,
    memoryMib === undefined ? [] : mibText(memoryMib),
  ]
    .flat()
    .join(', ');

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
