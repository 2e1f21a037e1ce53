import { defaultPolicy, plan, type Plan, type Policy } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { type Capacity, capacity, snapshotOf } from '../../projections/capacity/index.ts';
import { type About, recorded } from '../arbitraries/gpu-cluster.ts';

const basis = { revision: 0, kernel: 'test', policy: 'test' };

/** A story about a cluster: facts are told, the kernel answers, its answer becomes facts. */
export interface Play {
  readonly view: Capacity;
  readonly log: BerthRecorded[];
  readonly tell: (...facts: readonly About[]) => void;
  /** What the kernel says now; nothing is written down. */
  readonly look: (policy?: Policy) => Plan;
  /** What the kernel says now, written down. */
  readonly act: (policy?: Policy) => Plan;
}

/** The facts that a plan becomes. */
export const factsOf = (made: Plan): readonly About[] => [
  ...made.evictions.map(evictionOf),
  ...made.nominations.map(({ workloadId, attempt, pods }): About => ({
    type: 'WorkloadNominated',
    subject: { kind: 'workload', id: workloadId },
    data: { attempt, placements: [...pods], basis },
  })),
  ...made.placements.map(({ workloadId, attempt, pods }): About => ({
    type: 'WorkloadAllocated',
    subject: { kind: 'workload', id: workloadId },
    data: { attempt, placements: [...pods], basis },
  })),
  ...made.verdicts.map(({ workloadId, verdict }): About => ({
    type: 'WorkloadDeferred',
    subject: { kind: 'workload', id: workloadId },
    data: { verdict, basis },
  })),
];

const evictionOf = ({
  workloadId,
  pods,
  movesTo,
  ...eviction
}: Plan['evictions'][number]): About => {
  const subject = { kind: 'workload', id: workloadId } as const;
  const data = {
    ...eviction,
    alternatives: [...eviction.alternatives],
    basis,
    ...(movesTo === undefined ? {} : { movesTo: [...movesTo] }),
  };
  return pods === undefined
    ? { type: 'WorkloadPreempted', subject, data }
    : { type: 'WorkloadPodsPreempted', subject, data: { ...data, pods: [...pods] } };
};

/** A fact about a workload that says no more than its name. */
export const happened = (
  type:
    | 'WorkloadEvicted'
    | 'WorkloadCompleted'
    | 'WorkloadStopRequested'
    | 'WorkloadStopped'
    | 'WorkloadDeletionRequested'
    | 'WorkloadDeleted'
    | 'WorkloadInterrupted',
  id: string,
): About => {
  const subject = { kind: 'workload', id } as const;
  switch (type) {
    case 'WorkloadEvicted':
    case 'WorkloadCompleted':
      return { type, subject, data: { attempt: 1 } };
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return { type, subject, data: { reason: 'asked' } };
    case 'WorkloadStopped':
    case 'WorkloadDeleted':
      return { type, subject, data: {} };
    case 'WorkloadInterrupted':
      return { type, subject, data: { attempt: 1, nodeId: '', reason: 'NodeLost' } };
  }
};

/** A fact about a node that says no more than its name. */
export const nodeFact = (
  type: 'NodeLost' | 'NodeReturned' | 'NodeCordoned' | 'NodeUncordoned' | 'NodeRemoved',
  id: string,
): About => {
  const subject = { kind: 'node', id } as const;
  switch (type) {
    case 'NodeLost':
    case 'NodeCordoned':
      return { type, subject, data: { reason: 'seen' } };
    case 'NodeReturned':
    case 'NodeUncordoned':
    case 'NodeRemoved':
      return { type, subject, data: {} };
  }
};

/** The view of facts, from nothing. */
export const viewOf = (log: readonly BerthRecorded[]): Capacity => {
  let view = capacity.initial();
  for (const event of log) view = capacity.apply(view, event);
  return view;
};

/** The kernel's answer on a view. */
export const planOn = (view: Capacity, policy: Policy = defaultPolicy): Plan => {
  const snapshot = snapshotOf(view, 'pool');
  invariant(snapshot !== undefined, 'the pool is known');
  return plan(snapshot, policy);
};

/** Begins a story. */
export const play = (...facts: readonly About[]): Play => {
  const log: BerthRecorded[] = [];
  const view = capacity.initial();
  const tell = (...more: readonly About[]): void => {
    for (const event of more) {
      const placed = recorded(event, log.length + 1);
      log.push(placed);
      capacity.apply(view, placed);
    }
  };
  const look = (policy?: Policy): Plan => planOn(view, policy);
  const act = (policy?: Policy): Plan => {
    const made = look(policy);
    tell(...factsOf(made));
    return made;
  };
  tell(...facts);
  return { view, log, tell, look, act };
};

/** Where a plan puts a workload: `node#devices`, pod by pod. */
export const whereIn = (made: Plan, workloadId: string): readonly string[] => {
  const placed = [...made.placements, ...made.nominations].find(
    (placement) => placement.workloadId === workloadId,
  );
  return (placed?.pods ?? []).map((pod) => `${pod.nodeId}#${pod.devices.join(',')}`);
};

/** The tag that a plan tells a workload. */
export const toldIn = (made: Plan, workloadId: string): string | undefined =>
  made.verdicts.find((one) => one.workloadId === workloadId)?.verdict._tag;
