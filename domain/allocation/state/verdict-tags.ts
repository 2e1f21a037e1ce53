import type { Verdict } from '../../foundation/verdict.ts';
import type { Snapshot } from './snapshot.ts';

/** The tags of verdicts in their order of precedence; a workload remembers the index of its own. */
export const verdictTags: readonly Verdict['_tag'][] = [
  'QueueNotFound',
  'AwaitingRelease',
  'NoMatchingNode',
  'LargerThanAnyNode',
  'OverLimit',
  'OverNamedLimit',
  'NonPreemptibleOverQuota',
  'WithheldFromLending',
  'NoDomainFits',
  'ReservedForAnother',
  'BeyondQueueDepth',
  'InsufficientCapacity',
];

/** The workload was told why it waits. */
export const defer = (snapshot: Snapshot, id: string, tag: Verdict['_tag']): void =>
  remember(snapshot, id, verdictTags.indexOf(tag));

/** Nobody has told the workload why it waits. */
export const untell = (snapshot: Snapshot, id: string): void => remember(snapshot, id, -1);

const remember = (snapshot: Snapshot, id: string, code: number): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const { waitingClass } = workload;
  if (waitingClass === undefined) {
    if (workload.held.length > 0) workload.tag = code;
    return;
  }
  waitingClass.byTag[workload.tag + 1]?.delete(workload);
  workload.tag = code;
  waitingClass.byTag[code + 1]?.add(workload);
};
