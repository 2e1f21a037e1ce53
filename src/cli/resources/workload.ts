import { closestTo } from '../../../domain/foundation/closest.ts';
import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { workloadHistory } from '../../../projections/workload-history/index.ts';
import { workloadList } from '../../../projections/workload-list/index.ts';
import { factsOfSubject } from '../../main/fold-ledger.ts';
import { viewOf } from './as-of.ts';
import type { ListArguments } from './kind.ts';
import { byId, detailsOf, resourceOf } from './resource.ts';
import { columns, phases, type WorkloadLine } from './workload-columns.ts';
import { linesOf, recordOf } from './workload-lines.ts';

/** Whether a value is one of those that are wanted; no wish is met by all. Case makes no difference. */
const isAmong = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.some((one) => one.toLowerCase() === value.toLowerCase());

const phaseProblem = ({ phase = [] }: ListArguments): string | undefined => {
  const unknown = phase.find((one) => !isAmong(phases, one));
  if (unknown === undefined) return undefined;
  const capital = unknown.slice(0, 1).toUpperCase() + unknown.slice(1).toLowerCase();
  const close = closestTo(capital, phases);
  const remedy =
    close.length === 0
      ? `the phases are ${phases.join(', ')}`
      : `did you mean ${close.join(' or ')}?`;
  return `error: no workload is ever in phase '${unknown}'\n  at: --phase\n  remedy: ${remedy}\n`;
};

/** `berth workload list` and `describe`. */
export const workload = resourceOf<WorkloadLine>({
  noun: 'workload',
  read: async (ledger) => {
    const folded = await viewOf(ledger, workloadList);
    if (isLeft(folded)) return folded;
    const { view, nowMs } = folded.right;
    return right(byId(view.rows.values()).map((row) => ({ row, nowMs })));
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  details: async (line, ledger) => {
    const facts = await factsOfSubject(ledger, `workload/${line.row.id}`);
    if (isLeft(facts)) return facts;
    const history = facts.right.reduce(workloadHistory.apply, workloadHistory.initial());
    return right(
      detailsOf(linesOf(line, history), { ...recordOf(line), history: history.entries }),
    );
  },
  problemOf: phaseProblem,
  isWanted: ({ row }, args) =>
    isAmong(args.project, row.projectId) &&
    isAmong(args.phase, row.phase) &&
    isAmong(args.queue, row.queueId),
});
