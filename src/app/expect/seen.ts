import type { OrderedEvent } from '../../../adapters/ports/expectation.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type QueueBoard, queueBoard } from '../../../projections/queue-board/index.ts';
import { type WorkloadList, workloadList } from '../../../projections/workload-list/index.ts';

/** What happened to a workload so far. */
export interface Life {
  /** Every node that it was ever given. */
  readonly nodeIds: Set<string>;
  /** For whom it was preempted, the first time first. */
  readonly preemptors: string[];
  /** Every obstacle that it was told. */
  readonly reasons: Set<string>;
}

/** Something that happened, as far as expectations ask. */
export interface Happened extends OrderedEvent {
  readonly action: string | undefined;
}

/** All that expectations look at, up to the last fact that was seen. */
export interface Seen {
  readonly workloads: WorkloadList;
  readonly queues: QueueBoard;
  readonly lives: Map<string, Life>;
  readonly happened: Happened[];
  revision: number;
  nowMs: InstantMs;
}

/** Nothing was seen yet. */
export const nothingSeen = (): Seen => ({
  workloads: workloadList.initial(),
  queues: queueBoard.initial(),
  lives: new Map(),
  happened: [],
  revision: 0,
  nowMs: 0,
});

/** Sees one fact more. */
export const see = (seen: Seen, fact: BerthRecorded): void => {
  if (workloadList.handles.has(fact.type)) workloadList.apply(seen.workloads, fact);
  if (queueBoard.handles.has(fact.type)) queueBoard.apply(seen.queues, fact);
  const workloadId = fact.subject.kind === 'workload' ? fact.subject.id : '';
  const action = 'action' in fact.data ? String(fact.data.action) : undefined;
  seen.happened.push({ event: fact.type, workloadId, action });
  if (workloadId !== '') live(lifeOf(seen, workloadId), fact);
  seen.revision = fact.revision;
  seen.nowMs = fact.atMs;
};

/** The life of a workload so far; an empty one where nobody heard of it yet. */
export const lifeOf = ({ lives }: Seen, workloadId: string): Life => {
  const known = lives.get(workloadId);
  if (known !== undefined) return known;
  const life: Life = { nodeIds: new Set(), preemptors: [], reasons: new Set() };
  lives.set(workloadId, life);
  return life;
};

const live = (life: Life, fact: BerthRecorded): void => {
  switch (fact.type) {
    case 'WorkloadAllocated':
    case 'WorkloadGrown':
      for (const { nodeId } of fact.data.placements) life.nodeIds.add(nodeId);
      return;
    case 'WorkloadPreempted':
    case 'WorkloadPodsPreempted':
      life.preemptors.push(fact.data.preemptorId);
      return;
    case 'WorkloadDeferred':
      life.reasons.add(fact.data.verdict._tag);
      return;
    default:
      return;
  }
};
