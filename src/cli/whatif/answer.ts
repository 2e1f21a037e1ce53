import { countText } from '../../../domain/foundation/amount-text.ts';
import type { QueueTold, Told, WorkloadTold } from '../../app/whatif/index.ts';
import type { WhatIf, WorkloadShown } from '../../main/whatif/answer.ts';
import { type Column, spanText, instantText, milliText, permilleText } from '../print/index.ts';
import { printTable } from '../print/index.ts';

/** An answer for a person: three tellings beside each other, what they rest on, and who fares otherwise. */
export const textOfWhatIf = (answer: WhatIf): string => {
  const { from, until, recorded, without, patched, changes, workloadsChanged } = answer;
  const rows = figures.map(([name, text]): Row => [
    name,
    text(recorded),
    text(without),
    text(patched),
  ]);
  return [
    `from revision ${from.revision} (${instantText(from.atMs)}) to ${instantText(until.atMs)}`,
    '',
    printTable(rows, columns).trimEnd(),
    '',
    printTable(queuesOf(answer), queueColumns).trimEnd(),
    '',
    `${faring(workloadsChanged)} otherwise with the patch than without${changes.length === 0 ? '' : '; the most changed:'}`,
    ...changes.map(changeLine),
    '',
    ...assumptionLines(answer),
    '',
  ].join('\n');
};

type Row = readonly [name: string, recorded: string, without: string, patched: string];

const columns: readonly Column<Row>[] = [
  { header: '', value: ([name]) => name },
  { header: 'recorded', value: ([, one]) => one, align: 'right' },
  { header: 'without', value: ([, , one]) => one, align: 'right' },
  { header: 'patched', value: ([, , , one]) => one, align: 'right' },
];

const figures: readonly (readonly [string, (told: Told) => string])[] = [
  ['wait p50', ({ waits }) => spanText(waits.p50Ms)],
  ['wait p95', ({ waits }) => spanText(waits.p95Ms)],
  ['wait p99', ({ waits }) => spanText(waits.p99Ms)],
  ['waited', ({ waits }) => `${waits.count}`],
  ['completed', ({ outcomes }) => `${outcomes['completed'] ?? 0}`],
  ['failed', ({ outcomes }) => `${outcomes['failed'] ?? 0}`],
  ['running at the end', ({ outcomes }) => `${outcomes['running'] ?? 0}`],
  ['waiting at the end', ({ outcomes }) => `${outcomes['waiting'] ?? 0}`],
  ['preemptions', ({ preemptions }) => `${preemptions}`],
  ['interruptions', ({ interruptions }) => `${interruptions}`],
  ['GPU-hours', ({ gpuHoursMilli }) => milliText(gpuHoursMilli)],
  ['GPU-hours lost', ({ gpuHoursLostMilli }) => milliText(gpuHoursLostMilli)],
  ['GPUs held', ({ heldPermille }) => permilleText(heldPermille)],
];

interface QueueRow {
  readonly recorded: QueueTold | undefined;
  readonly without: QueueTold | undefined;
  readonly patched: QueueTold;
}

const queuesOf = ({ recorded, without, patched }: WhatIf): readonly QueueRow[] =>
  patched.queues.map((one) => {
    const same = ({ queueId }: QueueTold): boolean => queueId === one.queueId;
    return {
      patched: one,
      without: without.queues.find(same),
      recorded: recorded.queues.find(same),
    };
  });

/** What it was without the patch, and what it is with it; what was recorded before them, where it is another. */
const each =
  (text: (told: QueueTold) => string) =>
  ({ recorded, without, patched }: QueueRow): string => {
    const [was = '-', before = '-'] = [recorded, without].map((told) => told && text(told));
    const after = text(patched);
    const change = before === after ? after : `${before} → ${after}`;
    return was === before ? change : `(${was}) ${change}`;
  };

const queueColumns: readonly Column<QueueRow>[] = [
  { header: 'queue', value: ({ patched }) => patched.queueId },
  { header: 'wait p50', value: each(({ waits }) => spanText(waits.p50Ms)), align: 'right' },
  { header: 'wait p95', value: each(({ waits }) => spanText(waits.p95Ms)), align: 'right' },
  { header: 'wait p99', value: each(({ waits }) => spanText(waits.p99Ms)), align: 'right' },
  { header: 'preempted', value: each(({ preemptions }) => `${preemptions}`), align: 'right' },
  { header: 'GPU-hours', value: each((told) => milliText(told.gpuHoursMilli)), align: 'right' },
  {
    header: 'of its share',
    value: each(({ servedPermille: one }) => (one === undefined ? '-' : permilleText(one))),
    align: 'right',
  },
];

const changeLine = ({ workloadId, laterMs, recorded, without, patched }: WorkloadShown): string => {
  const by = spanText(Math.abs(laterMs));
  const said = laterMs === 0 ? '' : `, ${by} ${laterMs < 0 ? 'sooner' : 'later'}`;
  const [was, before] = [workloadText(recorded), workloadText(without)];
  const off = was === before ? '' : ` (recorded: ${was})`;
  return `  ${workloadId}: ${before} → ${workloadText(patched)}${said}${off}`;
};

const workloadText = (told: WorkloadTold | undefined): string => {
  if (told === undefined) return 'not there';
  const waited = told.waitMs === undefined ? '' : ` after waiting ${spanText(told.waitMs)}`;
  const evicted = told.preemptions === 0 ? '' : `, preempted ${told.preemptions}×`;
  return `${told.outcome}${waited}${evicted}`;
};

const faring = (count: number): string =>
  `${countText(count, 'workload')} ${count === 1 ? 'fares' : 'fare'}`;

const nodesFailing = (count: number): string =>
  count === 1 ? '1 node fails as it did' : `${count} nodes fail as they did`;

const assumptionLines = ({
  assumption,
  workloadsOff,
  refused,
  refusedWithout,
  refusals,
}: WhatIf): readonly string[] => [
  `assumed: what was asked is asked again, ${nodesFailing(assumption.nodeFailures)}, and work runs as long as it ran:`,
  `  known of ${assumption.runTimesKnown} workloads; ${assumption.runTimesOutlasting} run past the end in any case; ${assumption.runTimesUnknown} that nobody saw end run on`,
  `  ${faring(workloadsOff)} otherwise without the patch than was recorded: so far the assumption is off`,
  `refused: ${refused} requests with the patch, ${refusedWithout} without`,
  ...refusals.map(
    ({ atMs, subject, reason }) => `  ${instantText(atMs)} ${subject}: ${reason._tag}`,
  ),
];
