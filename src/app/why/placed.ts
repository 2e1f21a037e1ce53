import { nodesAsked, queueFigures } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { countText } from '../../../domain/foundation/amount-text.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { policyFor } from '../policy.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause, placeOf } from './cause.ts';
import type { Past } from './past.ts';
import { poolOfWorkload } from './pending.ts';
import { nodesCause, queueCause } from './sentences.ts';
import { decisionCause, isTaken } from './taken.ts';

/** A decision that gives devices, or holds them. */
export type Given = Extract<
  BerthRecorded,
  { readonly type: 'WorkloadAllocated' | 'WorkloadGrown' | 'WorkloadNominated' }
>;

/** Whether a fact gives devices, or holds them. */
export const isGiven = (fact: BerthRecorded): fact is Given =>
  fact.type === 'WorkloadAllocated' ||
  fact.type === 'WorkloadGrown' ||
  fact.type === 'WorkloadNominated';

/** Why pods of a workload are where they are: which nodes would not do then, how its queue stood, who went for it. */
export const givenCause = async (past: Past, fact: Given): Promise<Either<ReadFault, Cause>> => {
  const before = await past.brainAt(fact.data.basis.revision);
  if (isLeft(before)) return before;
  const cleared = await clearedFor(past, fact);
  if (isLeft(cleared)) return cleared;
  const { id } = fact.subject;
  const snapshot = poolOfWorkload(before.right, id);
  const nodes = snapshot === undefined ? [] : nodesAsked(snapshot, id).map(nodesCause);
  const queueId = snapshot?.workloads.get(id)?.queue?.id ?? '';
  const policy = policyFor(before.right, snapshot?.nodePoolId ?? '');
  const queues = snapshot === undefined ? [] : queueFigures(snapshot, policy, queueId);
  const onto = new Set(fact.data.placements.map(({ nodeId }) => nodeId));
  const verb = fact.type === 'WorkloadNominated' ? 'A place is held for' : 'Devices were given to';
  const says = `${verb} ${countText(fact.data.placements.length, 'pod')} on ${[...onto].slice(0, 8).join(', ')}${onto.size > 8 ? ` and ${onto.size - 8} more nodes` : ''}.`;
  const figures = { placements: fact.data.placements };
  const causes = [
    ...nodes,
    ...queues.slice(0, 1).map(queueCause),
    ...cleared.right,
    decisionCause(fact),
  ];
  return right(cause(says, causes, { figures, ...placeOf(fact) }));
};

/** Who was evicted so that it could be placed: by the plan that held the place, which may be an earlier one. */
const clearedFor = async (
  past: Past,
  { subject, revision }: Given,
): Promise<Either<ReadFault, readonly Cause[]>> => {
  const own = await past.factsOf(`workload/${subject.id}`);
  if (isLeft(own)) return own;
  const held = own.right.findLast(
    (fact) => fact.type === 'WorkloadNominated' && fact.revision <= revision,
  );
  if (held === undefined) return right([]);
  const together = await past.factsOfCommand(held.commandId);
  if (isLeft(together)) return together;
  const victims = together.right
    .filter(isTaken)
    .filter((one) => one.data.preemptorId === subject.id);
  if (victims.length === 0) return right([]);
  const ids = victims.map((one) => one.subject.id);
  const says = `${countText(ids.length, 'workload')} went for it by ${victims[0]?.data.action ?? ''}: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ` and ${ids.length - 8} more` : ''}.`;
  return right([cause(says, [], { figures: { victims: ids }, ...placeOf(held) })]);
};
